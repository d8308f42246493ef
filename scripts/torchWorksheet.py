"""The worksheet of exported weights in PyTorch, float64: reads FOLDER/{weights.safetensors, inputs.json}, prints one JSON line.

inputs.json: {"pixels": [n*784], "noise": [K*n*dim], "samples": K}. Needs python3-torch and nothing else.
"""
import json, struct, sys
import numpy as np
import torch
from torch.nn import functional as F

folder = sys.argv[1]
raw = open(f"{folder}/weights.safetensors", "rb").read()
length = struct.unpack("<Q", raw[:8])[0]
header = json.loads(raw[8 : 8 + length])
experiment = json.loads(header.pop("__metadata__")["experiment"])
weights = {
    name: torch.from_numpy(
        np.frombuffer(raw, "<f4", (e["data_offsets"][1] - e["data_offsets"][0]) // 4, 8 + length + e["data_offsets"][0]).reshape(e["shape"]).astype("f8")
    )
    for name, e in header.items()
}
inputs = json.load(open(f"{folder}/inputs.json"))
x = torch.tensor(inputs["pixels"], dtype=torch.float64).reshape(-1, 784)
noise = torch.tensor(inputs["noise"], dtype=torch.float64).reshape(inputs["samples"], len(x), -1)
activation = {"relu": F.relu, "tanh": torch.tanh, "elu": F.elu, "softplus": F.softplus, "gelu": F.gelu}[experiment["network"]["activation"]]


def linear(name, value):
    return F.linear(value, weights[f"{name}.weight"], weights[f"{name}.bias"])


def hidden(name, value, widths):
    for i in range(len(widths)):
        value = activation(linear(f"{name}.{i}", value))
    return value


h = hidden("encoder", x, experiment["network"]["encoder"])
mean, logvar = linear("encoder.mean", h), linear("encoder.logvar", h).clamp(-15, 15)
z = mean + noise * torch.exp(logvar / 2)
logits = linear("decoder.out", hidden("decoder", z, experiment["network"]["decoder"]))
log_likelihood = (x * logits - F.softplus(logits)).sum(-1)
log_prior = torch.distributions.Normal(torch.zeros(1, dtype=torch.float64), 1).log_prob(z).sum(-1)
log_posterior = torch.distributions.Normal(mean, torch.exp(logvar / 2)).log_prob(z).sum(-1)
kl = torch.distributions.kl_divergence(torch.distributions.Normal(mean, torch.exp(logvar / 2)), torch.distributions.Normal(torch.zeros_like(mean), 1)).sum(-1)
log_weight = log_likelihood + log_prior - log_posterior
print(json.dumps({"logLikelihood": log_likelihood.flatten().tolist(), "logPrior": log_prior.flatten().tolist(), "logPosterior": log_posterior.flatten().tolist(), "logWeight": log_weight.flatten().tolist(), "kl": kl.tolist()}))
