// Builds build/front-end/, which the pages load beside static/: all of it is made from what is, so none of it is committed.
// Run by `npm run build`. Where nothing has changed it only renews its stamp.

import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OUT = join(ROOT, "build", "front-end");
const STAMP = join(OUT, ".made-from");
const SHEETS = ["nhsuk", "aligns"];
const SOURCES = ["package-lock.json", "front-end/build.mjs", ...SHEETS.map((name) => `front-end/${name}.scss`)];
for (const name of (await readdir(join(ROOT, "front-end", "styles"))).sort()) SOURCES.push(`front-end/styles/${name}`);
const COPIES = {
  "source-sans-3-latin.woff2":
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
  "plotly.min.js": "plotly.js-cartesian-dist-min/plotly-cartesian.min.js",
};
for (const icon of ["arrow-down", "arrow-up", "arrow-up-down", "cross"]) {
  COPIES[`nhsuk-icon-${icon}.svg`] = `nhsuk-frontend/dist/nhsuk/assets/images/nhsuk-icon-${icon}.svg`;
}

async function fingerprint() {
  const hash = createHash("sha256");
  for (const source of SOURCES) hash.update(await readFile(join(ROOT, source)));
  return hash.digest("hex");
}

async function isBuilt(mark) {
  try {
    for (const name of ["nhsuk.css", "aligns.css", "plotly.css", ...Object.keys(COPIES)]) await stat(join(OUT, name));
    return (await readFile(STAMP, "utf8")) === mark;
  } catch {
    return false;
  }
}

// plotly.js would write its style rules into the page, which our content security policy forbids. A page links this file
// as <link id="plotly.js-style-global" class="no-inline-styles">, and then plotly.js leaves them to it.
async function extractChartStyles() {
  const bundle = await readFile(join(OUT, "plotly.min.js"), "utf8");
  const literal = bundle.match(/\{"X,X div":(?:"[^"]*"|'[^']*'|[^"'}])*\}/);
  if (!literal) throw new Error("plotly.js keeps its style rules elsewhere now: see src/css in its sources");
  const rules = Object.entries(runInNewContext(`(${literal[0]})`));
  const selector = (short) => short.replace(/X/g, ".js-plotly-plot .plotly").replace(/Y/g, ".plotly-notifier");
  const css = rules.map(([short, words]) => `${selector(short)}{${words}}`);
  await writeFile(join(OUT, "plotly.css"), css.join("\n") + "\n");
}

async function compileStyles(name) {
  const sass = await import("sass");
  const { css } = sass.compile(join(ROOT, "front-end", `${name}.scss`), {
    loadPaths: [join(ROOT, "node_modules")],
    style: "compressed",
    quietDeps: true,
  });
  for (const [, url] of css.matchAll(/url\("?([^")]*)/g)) {
    if (!(url in COPIES || url.startsWith("data:"))) throw new Error(`${name}.css would load ${url}`);
  }
  await writeFile(join(OUT, `${name}.css`), css);
}

const mark = await fingerprint();
if (!(await isBuilt(mark))) {
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  for (const [name, source] of Object.entries(COPIES)) {
    await copyFile(join(ROOT, "node_modules", source), join(OUT, name));
  }
  for (const name of SHEETS) await compileStyles(name);
  await extractChartStyles();
}
await writeFile(STAMP, mark); // also where nothing changed, so that make sees a stamp newer than its sources
