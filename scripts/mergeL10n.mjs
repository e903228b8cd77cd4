import { readdirSync, readFileSync, writeFileSync } from "node:fs";

/**
 * Writes `l10n/bundle.l10n.zh-cn.json` from the parts of the rooms (`l10n/parts/*.json`, English to
 * Chinese). The same English in two parts must have the same Chinese.
 */
export function mergeL10n(root = ".") {
  const folder = `${root}/l10n/parts`;
  const merged = new Map();
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()) {
    const part = JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
    for (const [english, chinese] of Object.entries(part)) {
      const other = merged.get(english);
      if (other !== undefined && other !== chinese) {
        throw new Error(`l10n/parts/${name}: “${english}” is translated in two ways: ${other} / ${chinese}`);
      }
      merged.set(english, chinese);
    }
  }
  const sorted = Object.fromEntries([...merged].sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(`${root}/l10n/bundle.l10n.zh-cn.json`, JSON.stringify(sorted, null, 2) + "\n");
  return merged.size;
}
