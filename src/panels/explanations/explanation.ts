/** One paragraph about one symbol or control, and where to read on. */
export interface Explanation {
  text: string;
  reference?: Reference;
}

interface Reference {
  /** Authors, year, title. */
  text: string;
  url: string;
}

const arxiv = (id: string, text: string): Reference => ({ text, url: `https://arxiv.org/abs/${id}` });

/** The works that the explanations lean on, each written once. */
export const WORKS = {
  kingmaWelling: arxiv("1312.6114", "Kingma & Welling 2014, Auto-Encoding Variational Bayes"),
  kingmaWellingIntroduction: arxiv("1906.02691", "Kingma & Welling 2019, An Introduction to Variational Autoencoders"),
  higgins: {
    text: "Higgins et al. 2017, β-VAE: Learning Basic Visual Concepts with a Constrained Variational Framework",
    url: "https://openreview.net/forum?id=Sy2fzU9gl",
  },
  alemi: arxiv("1711.00464", "Alemi et al. 2018, Fixing a Broken ELBO"),
  bowman: arxiv("1511.06349", "Bowman et al. 2016, Generating Sentences from a Continuous Space"),
  sonderby: arxiv("1602.02282", "Sønderby et al. 2016, Ladder Variational Autoencoders"),
  fu: arxiv("1903.10145", "Fu et al. 2019, Cyclical Annealing Schedule: A Simple Approach to Mitigating KL Vanishing"),
  kingmaFlows: arxiv(
    "1606.04934",
    "Kingma et al. 2016, Improving Variational Inference with Inverse Autoregressive Flow (free bits: appendix C.8)",
  ),
  burda: arxiv("1509.00519", "Burda, Grosse & Salakhutdinov 2016, Importance Weighted Autoencoders"),
  rezende: arxiv(
    "1401.4082",
    "Rezende, Mohamed & Wierstra 2014, Stochastic Backpropagation and Approximate Inference in Deep Generative Models",
  ),
  hoffman: {
    text: "Hoffman & Johnson 2016, ELBO Surgery: Yet Another Way to Carve Up the Variational Evidence Lower Bound",
    url: "https://approximateinference.org/accepted/HoffmanJohnson2016.pdf",
  },
  cremer: arxiv("1801.03558", "Cremer, Li & Duvenaud 2018, Inference Suboptimality in Variational Autoencoders"),
  kingmaBa: arxiv("1412.6980", "Kingma & Ba 2015, Adam: A Method for Stochastic Optimization"),
  pascanu: arxiv("1211.5063", "Pascanu, Mikolov & Bengio 2013, On the Difficulty of Training Recurrent Neural Networks"),
  masters: arxiv("1804.07612", "Masters & Luschi 2018, Revisiting Small Batch Training for Deep Neural Networks"),
  salakhutdinovMurray: {
    text: "Salakhutdinov & Murray 2008, On the Quantitative Analysis of Deep Belief Networks",
    url: "https://doi.org/10.1145/1390156.1390266",
  },
  lecun: {
    text: "LeCun, Bottou, Bengio & Haffner 1998, Gradient-Based Learning Applied to Document Recognition",
    url: "https://doi.org/10.1109/5.726791",
  },
  jarzynskiOlano: {
    text: "Jarzynski & Olano 2020, Hash Functions for GPU Rendering",
    url: "https://jcgt.org/published/0009/03/02/",
  },
  glorot: {
    text: "Glorot & Bengio 2010, Understanding the Difficulty of Training Deep Feedforward Neural Networks",
    url: "https://proceedings.mlr.press/v9/glorot10a.html",
  },
  hendrycks: arxiv("1606.08415", "Hendrycks & Gimpel 2016, Gaussian Error Linear Units"),
  rainforth: arxiv("1802.04537", "Rainforth et al. 2018, Tighter Variational Bounds are Not Necessarily Better"),
  tfjs: arxiv("1901.05350", "Smilkov et al. 2019, TensorFlow.js: Machine Learning for the Web and Beyond"),
} satisfies Record<string, Reference>;
