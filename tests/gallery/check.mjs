// Looks at a gallery in Chromium: at the widths of a desk and of a phone, light and dark, with and without scripts.
// `node check.mjs SITE [SCREENSHOTS]`; prints `well`, or what is wrong. Says `skipped` where there is no browser.
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [site, shots] = process.argv.slice(2).map((path) => resolve(path));
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = [process.env.CHROMIUM, ...browsers].find((path) => path && existsSync(path));
const require = createRequire(import.meta.url);

let chromium, axe;
try {
  ({ chromium } = require("playwright-core"));
  axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
} catch {
  console.log("skipped: `npm install` was not run here");
  process.exit(0);
}
if (!executablePath) {
  console.log("skipped: there is no Chromium");
  process.exit(0);
}

const wrong = [];
const names = (folder) => (existsSync(join(site, folder)) ? readdirSync(join(site, folder)).sort().map((name) => `${folder}/${name}`) : []);
// All of a small site; of a large one the first and last of each kind: names of other scripts come last.
const some = (all) => [...new Set([...all.slice(0, 3), ...all.slice(-3)])];
const pages = ["index.html", ...some(names("records")), ...some(names("people"))];
const views = [
  { name: "desk", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "desk-dark", viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  { name: "phone", viewport: { width: 390, height: 844 }, colorScheme: "light", deviceScaleFactor: 2 },
];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
for (const { name, ...options } of views) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) wrong.push(`${name}: asks for ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    const { errorText } = request.failure() ?? {};
    // Going on to the next page ends what the last one was loading.
    if (errorText !== "net::ERR_ABORTED") wrong.push(`${name}: ${request.url()}: ${errorText}`);
  });
  page.on("pageerror", (error) => wrong.push(`${name}: ${page.url()}: ${error.message}`));
  for (const path of pages) {
    await page.goto(pathToFileURL(join(site, path)).href);
    await page.addScriptTag({ content: axe });
    const found = await page.evaluate(async () => (await window.axe.run({ preload: false })).violations);
    for (const one of found.filter((one) => ["serious", "critical"].includes(one.impact))) {
      wrong.push(`${name}: ${path}: ${one.id} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 160)}`);
    }
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (beyond > 0) wrong.push(`${name}: ${path}: is ${beyond} px too wide`);
    const linked = await page.evaluate(() => document.querySelector("script[type='application/ld+json']").textContent);
    if (!JSON.parse(linked)["@type"]) wrong.push(`${name}: ${path}: no JSON-LD`);
    if (shots) {
      mkdirSync(shots, { recursive: true });
      await page.evaluate(() => Promise.all([...document.images].map((image) => {
        image.loading = "eager";
        return image.decode().catch(() => {});
      })));
      await page.screenshot({ path: join(shots, `${name}-${path.replaceAll("/", "-")}.png`), fullPage: true });
    }
  }
  await context.close();
}

// Keyboard, copying and marks on the first record; then the same page without scripts.
const record = pages.find((path) => path.startsWith("records/"));
if (record) {
  const address = pathToFileURL(join(site, record)).href;
  const context = await browser.newContext({ acceptDownloads: true });
  const page = await context.newPage();
  await page.goto(address);
  await page.keyboard.press("Tab");
  if (!(await page.evaluate(() => document.activeElement.classList.contains("skip")))) wrong.push("the first stop is not the way past the navigation");
  const button = page.locator("button.copy[data-copy^=caption]").first();
  if (await button.count()) {
    await button.focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.getElementById("said").textContent !== "", undefined, { timeout: 3000 })
      .catch(() => wrong.push("copying says nothing"));
  }
  if (await page.locator("figure[data-picture]").count()) {
    const figure = page.locator("figure[data-picture]").first();
    await figure.locator("input[value=change]").check();
    await figure.locator("textarea").fill("name < cut");
    await page.reload();
    if (!(await page.locator("figure[data-picture] input[value=change]").first().isChecked())) wrong.push("a mark is not kept");
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save").click()]);
    const saved = JSON.parse(readFileSync(await download.path(), "utf8"));
    const marked = Object.values(saved.cards).find((one) => one.mark === "change");
    if (saved.form !== 1 || marked?.note !== "name < cut" || !marked.blake3) wrong.push(`saved: ${JSON.stringify(saved)}`);
  }
  await context.close();
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const without = await plain.newPage();
  await without.goto(address);
  const caption = without.locator(".caption").first();
  if (await caption.count() && !(await caption.isVisible())) wrong.push("without scripts there is no caption");
  if (await without.locator("button:visible").count()) wrong.push("without scripts there are buttons that do nothing");
  await plain.close();
}
await browser.close();
console.log(wrong.length ? [...new Set(wrong)].join("\n") : `well: ${pages.length} pages`);
process.exit(wrong.length ? 1 : 0);
