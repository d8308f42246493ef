import { expect, test } from "vitest";
import { readLink } from "../../src/experiment/link";
import { embedCode } from "../../src/panels/embedCode";
import { experimentWords } from "../../src/panels/experimentWords";

test.each([
  ["", "Two dimensions"],
  ["latent=20&seed=7", "Twenty dimensions"],
  ["latent=1&act=tanh", "One dimension"],
  ["latent=3&beta=4&q=coupling-4-64", "3 dimensions, β = 4, coupling flow"],
  ["latent=3&beta=0..2@500&fb=0.5", "3 dimensions, β from 0 to 2, 0.5 free nats"],
  ["latent=3&obj=iwae&k=20", "3 dimensions, IWAE with K = 20"],
])("of #%s it is said: %s", (link, words) => {
  expect(experimentWords(readLink(link).experiment)).toBe(words);
});

test("the frame's address has the link, and is one attribute whatever is in it", () => {
  const code = embedCode('https://example.org/vae/?engine=simd#latent=2&beta=4"onload="x');
  expect(code).toContain('src="https://example.org/vae/embed.html?engine=simd#latent=2&amp;beta=4%22onload=%22x"');
  expect(embedCode("https://example.org/vae/index.html")).toContain('src="https://example.org/vae/embed.html"');
  expect(code).toMatch(/^<iframe (?:[a-z]+="[^"]*" ?)+><\/iframe>$/);
});
