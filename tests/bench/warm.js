// `warm.js PACKAGE CORPUS`: what warm.py does, for write-good.
const fs = require("fs");
const writeGood = require(process.argv[2]);
const drafts = fs.readFileSync(process.argv[3], "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line).draft);
for (const draft of drafts.slice(0, 40)) writeGood(draft);
const ms = [];
let findings = 0;
for (const draft of drafts) {
  const start = process.hrtime.bigint();
  findings += writeGood(draft).length;
  ms.push(Number(process.hrtime.bigint() - start) / 1e6);
}
console.log(JSON.stringify({ ms, findings, rss: process.resourceUsage().maxRSS / 1024 }));
