import { expect, test } from "vitest";
import { experimentOf, statusOf, train } from "./model";
import { testPages } from "./page";

const pages = testPages();

const BAD: [link: string, notice: RegExp][] = [
  ["#latent=200", /latent\.dim was 200.*; 64 is used/],
  ["#enc=0-0&beta=NaN&digits=abc", /network\.encoder/],
  ["#lik=gaussian-50", /likelihood\.sigma was 50.*; 10 is used/],
  ["#lik=gaussian-0.3&bin=dynamic", /densities of grey levels/],
  ["#q=planar-4&kl=analytic", /The analytic KL needs .* a posterior whose KL to it has a closed form/],
  ["#obj=iwae&est=stl", /objective\.estimator/],
  ["#nonsense=1&__proto__=2", /"nonsense" is not a setting/],
  ["#v=2&latent=3", /version 2/],
  ["#view=grid.holograms", /"holograms"/],
  ["#z=1_2_3", /the link's z was "1_2_3"/],
  ["#hide=everything", /hides "everything"/],
  [`#seed=${"9".repeat(3000)}`, /the link has \d+ characters/],
  ["#%E0%A4%A=1&%=%", /is not a setting/],
  ["#k=64&batch=1024", /This experiment is heavy\. By estimate a step takes about [\d.]+ s on one core/],
  ["#k=64&batch=2048&dec=1024-1024", /a step holds about [\d.]+ GB, by estimate; allowed: at most 3 GB.*The default batch size and number/],
];

for (const [link, notice] of BAD) {
  test(`${link.slice(0, 40)}: a notice says what was wrong, and nothing starts`, async () => {
    const page = await pages.open(`?engine=simd${link}`, { ready: false });
    await page.getByRole("status").getByText(notice).first().waitFor({ timeout: 5000 });
    expect(await statusOf(page)).toMatchObject({ step: 0 });
    expect((await statusOf(page)).phase).not.toBe("training");
    expect((await experimentOf(page)).seed).toBe(1);
  });
}

test("a digit filter and a batch that the images cannot fill are fitted, said, and trained on", async () => {
  const page = await pages.open("?engine=simd#n=10&digits=7&batch=512&enc=8&dec=8");
  expect((await statusOf(page)).notices.join(" ")).toMatch(/batch/i);
  expect(await train(page, 2)).toBe(2);
});

test("a link never starts training, however long the page stays open", async () => {
  const page = await pages.open("?engine=simd#n=640&enc=8&dec=8&batch=32&epochs=2&train=1&start=true");
  await page.getByRole("figure", { name: "One image" }).getByText("labelled 9").waitFor();
  expect(await statusOf(page)).toMatchObject({ phase: "idle", step: 0 });
});
