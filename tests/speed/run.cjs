// Times the steps of a key press and of an export in the browser build's machine code; run by `cargo xtask bench`.
const fs = require("fs");
const [glue, wasm] = process.argv.slice(2);
const bind = new Function(`${fs.readFileSync(glue, "utf8")}; return wasm_bindgen;`)();
bind.initSync({ module: fs.readFileSync(wasm) });
const report = new bind.Report();

function time(name, work, unit) {
  const times = [];
  let made;
  for (let i = 0; i < 80; i += 1) {
    const start = performance.now();
    made = work();
    times.push(performance.now() - start);
  }
  // The first runs are compiled while they run.
  const settled = times.slice(20).sort((a, b) => a - b);
  const at = (share) => settled[Math.floor(settled.length * share)].toFixed(2).padStart(7);
  console.log(`browser build: ${name.padEnd(37)} ${at(0.5)} ms  (least ${at(0)}, p95 ${at(0.95)})  ${made} ${unit}`);
}

time("read the text", () => report.compose(), "blocks");
time("break lines and pages", () => report.paginate(), "pages");
time("proof-read", () => report.proof(), "findings");
time("write the Word file", () => report.docx(), "bytes");
