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


def maps(name, value, widths):
    for i in range(len(widths)):
        value = activation(F.conv2d(value, weights[f"{name}.{i}.weight"], weights[f"{name}.{i}.bias"], stride=2, padding=1))
    return value.flatten(1)


def unmaps(name, value, widths):
    sides = [28]
    for _ in widths:
        sides.insert(0, (sides[0] + 1) // 2)
    value = activation(linear(f"{name}.0", value)).unflatten(1, (widths[0], sides[0], sides[0]))
    for i, layer in enumerate([*range(1, len(widths)), "out"]):
        odd = sides[i + 1] - (2 * sides[i] - 1)
        weight, bias = weights[f"{name}.{layer}.weight"], weights[f"{name}.{layer}.bias"]
        value = F.conv_transpose2d(value, weight, bias, stride=2, padding=1, output_padding=odd)
        if layer != "out":
            value = activation(value)
    return value.flatten(1)


def decoder(value):
    widths = experiment["network"]["decoder"]
    if experiment["network"]["kind"] == "conv" and widths:
        return unmaps("decoder", value.flatten(0, 1), widths).unflatten(0, value.shape[:2])
    return linear("decoder.out", hidden("decoder", value, widths))


def likelihood(value):
    kind = experiment["likelihood"]["kind"]
    if kind == "gaussian":
        sigma = experiment["likelihood"]["sigma"]
        sigma = weights["likelihood.logSigma"].clamp(np.log(0.01), np.log(10)).exp() if sigma == "learned" else sigma
        return torch.distributions.Normal(torch.sigmoid(value), sigma).log_prob(x).sum(-1)
    if kind == "continuousBernoulli":
        return torch.distributions.ContinuousBernoulli(logits=value).log_prob(x).sum(-1)
    return (x * value - F.softplus(value)).sum(-1)


if experiment["network"]["kind"] == "conv":
    h = maps("encoder", x.unflatten(1, (1, 28, 28)), experiment["network"]["encoder"])
else:
    h = hidden("encoder", x, experiment["network"]["encoder"])
mean, logvar = linear("encoder.mean", h), linear("encoder.logvar", h).clamp(-15, 15)
z = mean + noise * torch.exp(logvar / 2)
log_likelihood = likelihood(decoder(z))
log_prior = torch.distributions.Normal(torch.zeros(1, dtype=torch.float64), 1).log_prob(z).sum(-1)
log_posterior = torch.distributions.Normal(mean, torch.exp(logvar / 2)).log_prob(z).sum(-1)
kl = torch.distributions.kl_divergence(torch.distributions.Normal(mean, torch.exp(logvar / 2)), torch.distributions.Normal(torch.zeros_like(mean), 1)).sum(-1)
log_weight = log_likelihood + log_prior - log_posterior
print(json.dumps({"logLikelihood": log_likelihood.flatten().tolist(), "logPrior": log_prior.flatten().tolist(), "logPosterior": log_posterior.flatten().tolist(), "logWeight": log_weight.flatten().tolist(), "kl": kl.tolist()}))
