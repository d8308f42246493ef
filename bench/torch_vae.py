"""The native peer of the benchmark: the VAE and the matrix product in PyTorch on the CPU.

Usage: python3 torch_vae.py MNIST_FOLDER THREADS
Reads one JSON request per line, {"call": …, "argument": …}, and answers each with one line, {"result": …} or {"error": …}; the calls are
those of bench/protocol.ts. With Debian's python3-torch, install libopenblas0-pthread too: its default BLAS is 20 times slower.
"""

import gzip
import json
import os
import sys
import time

import torch
from torch import nn, optim
from torch.nn import functional as F

PIXELS = 784


def read_images(folder):
    """The 60 000 training images, [n, 784] in [0, 1]."""
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        shards = json.load(file)["splits"]["train"]["shards"]
    content = bytearray()
    for shard in shards:
        with gzip.open(os.path.join(folder, shard["file"])) as file:
            content += file.read()
    return torch.frombuffer(content, dtype=torch.uint8).reshape(-1, PIXELS).float() / 255


def layers(sizes):
    """Linear layers of these sizes with a ReLU after each."""
    return nn.Sequential(*(module for pair in zip(sizes, sizes[1:]) for module in (nn.Linear(*pair), nn.ReLU())))


class VAE(nn.Module):
    def __init__(self, widths, latent):
        super().__init__()
        self.encoder = layers([PIXELS, *widths])
        self.mean, self.log_variance = nn.Linear(widths[-1], latent), nn.Linear(widths[-1], latent)
        self.decoder = layers([latent, *reversed(widths)])
        self.out = nn.Linear(widths[0], PIXELS)

    def forward(self, x):
        hidden = self.encoder(x)
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        z = mean + torch.randn_like(mean) * torch.exp(0.5 * log_variance)
        return self.out(self.decoder(z)), mean, log_variance


class Peer:
    def __init__(self, folder, threads):
        torch.set_num_threads(threads)
        torch.manual_seed(1)
        self.folder, self.threads, self.images = folder, threads, None

    def start(self, _options):
        return f"PyTorch {torch.__version__} · {self.threads} thread{'s' if self.threads > 1 else ''}"

    def prepare(self, model):
        if self.images is None:
            self.images = read_images(self.folder)
        self.vae = VAE(model["widths"], model["latent"])
        self.adam = optim.Adam(self.vae.parameters(), lr=1e-3)
        self.batch, self.binarized = model["batch"], model["binarized"]
        self.order, self.next = torch.randperm(len(self.images)), 0

    def step(self):
        if self.next + self.batch > len(self.order):
            self.next = 0
        x = self.images[self.order[self.next : self.next + self.batch]]
        self.next += self.batch
        if self.binarized:
            x = torch.bernoulli(x)
        logits, mean, log_variance = self.vae(x)
        cross_entropy = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
        kl = -0.5 * torch.sum(1 + log_variance - mean**2 - log_variance.exp())
        loss = (cross_entropy + kl) / self.batch
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        self.adam.step()
        return loss

    def steps(self, count):
        start = time.perf_counter()
        for _ in range(count):
            loss = self.step()
        loss = loss.item()
        return {"milliseconds": (time.perf_counter() - start) * 1e3, "loss": loss}

    def product(self, work):
        sizes = work["product"]
        m, n, k = sizes["m"], sizes["n"], sizes["k"]
        a = torch.rand(k, m).t() if sizes["transposeA"] else torch.rand(m, k)
        b = torch.rand(n, k).t() if sizes["transposeB"] else torch.rand(k, n)
        out = torch.empty(m, n)

        def seconds(count):
            start = time.perf_counter()
            for _ in range(count):
                torch.mm(a, b, out=out)
            return time.perf_counter() - start

        seconds(2)
        count = max(1, round(work["milliseconds"] / 1e3 / (seconds(2) / 2)))
        return 2 * m * n * k * count / seconds(count) / 1e9

    def multiplyAddRate(self, _argument):
        return None


def answer(peer, line):
    request = json.loads(line)
    if request["call"] not in ("start", "prepare", "steps", "product", "multiplyAddRate"):
        return {"error": f"unknown call {request['call']}"}
    try:
        return {"result": getattr(peer, request["call"])(request["argument"])}
    except Exception as error:  # the benchmark shows it in the peer's row
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    the_peer = Peer(sys.argv[1], int(sys.argv[2]))
    for request_line in sys.stdin:
        print(json.dumps(answer(the_peer, request_line)), flush=True)
