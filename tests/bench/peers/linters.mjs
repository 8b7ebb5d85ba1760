// `linters.mjs NAME once FILE` lints one draft; `linters.mjs NAME many CORPUS` does what ../linters.py does.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Each gives a function from the text of a draft to the number of its findings, or to the promise of one.
const LINTERS = {
  "write-good": async () => {
    const { default: check } = await import("write-good");
    return (text) => check(text).length;
  },
  alex: async () => {
    const { text: check } = await import("alex");
    return (text) => check(text).messages.length;
  },
  textlint: async () => {
    const { createLinter, loadTextlintrc } = await import("textlint");
    const configFilePath = fileURLToPath(new URL("textlintrc.json", import.meta.url));
    const linter = createLinter({ descriptor: await loadTextlintrc({ configFilePath }) });
    return async (text) => (await linter.lintText(text, "draft.txt")).messages.length;
  },
  retext: async () => {
    const kinds = ["english", "equality", "passive", "readability", "simplify", "intensify", "repeated-words", "stringify"];
    const { unified } = await import("unified");
    const plugins = await Promise.all(kinds.map((kind) => import(`retext-${kind}`)));
    const processor = plugins.reduce((made, plugin) => made.use(plugin.default), unified()).freeze();
    return async (text) => (await processor.process(text)).messages.length;
  },
  "harper.js": async () => {
    const { LocalLinter } = await import("harper.js");
    const { binary } = await import("harper.js/binary");
    const linter = new LocalLinter({ binary });
    await linter.setup();
    return async (text) => (await linter.lint(text, { language: "plaintext" })).length;
  },
};

async function timed(lint, replies) {
  const ms = [];
  let findings = 0;
  for (const { draft, timed } of replies) {
    const start = process.hrtime.bigint();
    const found = await lint(draft);
    if (!timed) continue;
    ms.push(Number(process.hrtime.bigint() - start) / 1e6);
    findings += found;
  }
  return { ms, findings, rss: process.resourceUsage().maxRSS / 1024 };
}

const [name, how, file] = process.argv.slice(2);
const lint = await LINTERS[name]();
const read = readFileSync(file, "utf8");
const lines = () => read.split("\n").filter(Boolean).map((line) => JSON.parse(line));
console.log(JSON.stringify(how === "once" ? await lint(read) : await timed(lint, lines())));
