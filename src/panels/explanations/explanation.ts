/** One paragraph about one symbol or control, and where to read on. */
export interface Explanation {
  text: string;
  reference?: Reference;
}

export interface Reference {
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
  rezendeMohamed: arxiv("1505.05770", "Rezende & Mohamed 2015, Variational Inference with Normalizing Flows"),
  dinh: arxiv("1605.08803", "Dinh, Sohl-Dickstein & Bengio 2017, Density Estimation Using Real NVP"),
  morningstar: arxiv("2003.01687", "Morningstar et al. 2021, Automatic Differentiation Variational Inference with Mixture Models"),
  loaizaCunningham: arxiv(
    "1907.06845",
    "Loaiza-Ganem & Cunningham 2019, The Continuous Bernoulli: Fixing a Pervasive Error in Variational Autoencoders",
  ),
  rybkin: arxiv("2006.13202", "Rybkin, Daniilidis & Levine 2021, Simple and Effective VAE Training with Calibrated Decoders"),
  radford: arxiv(
    "1511.06434",
    "Radford, Metz & Chintala 2016, Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks",
  ),
  roeder: arxiv(
    "1703.09194",
    "Roeder, Wu & Duvenaud 2017, Sticking the Landing: Simple, Lower-Variance Gradient Estimators for Variational Inference",
  ),
  tucker: arxiv("1810.04152", "Tucker et al. 2019, Doubly Reparameterized Gradient Estimators for Monte Carlo Objectives"),
  rainforth: arxiv("1802.04537", "Rainforth et al. 2018, Tighter Variational Bounds Are Not Necessarily Better"),
  mnihGregor: arxiv("1402.0030", "Mnih & Gregor 2014, Neural Variational Inference and Learning in Belief Networks"),
  mohamed: arxiv("1906.10652", "Mohamed, Rosca, Figurnov & Mnih 2020, Monte Carlo Gradient Estimation in Machine Learning"),
  kool: {
    text: "Kool, van Hoof & Welling 2019, Buy 4 REINFORCE Samples, Get a Baseline for Free! (the idea for bounds: Mnih & Rezende 2016, VIMCO)",
    url: "https://openreview.net/forum?id=r1lgTGL5DE",
  },
  vehtari: arxiv("1507.02646", "Vehtari, Simpson, Gelman, Yao & Gabry 2024, Pareto Smoothed Importance Sampling"),
  neal: arxiv("physics/9803008", "Neal 2001, Annealed Importance Sampling"),
  wu: arxiv("1611.04273", "Wu, Burda, Salakhutdinov & Grosse 2017, On the Quantitative Analysis of Decoder-Based Generative Models"),
  talts: arxiv(
    "1804.06788",
    "Talts, Betancourt, Simpson, Vehtari & Gelman 2018, Validating Bayesian Inference Algorithms with Simulation-Based Calibration",
  ),
  sailynoja: arxiv(
    "2103.10522",
    "Säilynoja, Bürkner & Vehtari 2022, Graphical Test for Discrete Uniformity and its Applications in Goodness-of-Fit Evaluation and Multiple Sample Comparison",
  ),
  yao: arxiv("1802.02538", "Yao, Vehtari, Simpson & Gelman 2018, Yes, but Did It Work?: Evaluating Variational Inference"),
  tfjs: arxiv("1901.05350", "Smilkov et al. 2019, TensorFlow.js: Machine Learning for the Web and Beyond"),
} satisfies Record<string, Reference>;

export type WorkName = keyof typeof WORKS;
