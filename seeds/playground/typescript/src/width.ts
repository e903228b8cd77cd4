/**
 * 终端里的宽度：一个汉字占两列，一个拉丁字母占一列，组合符号不占列。
 * 这里只处理常用的区段，够排表格用；完整的规则见 Unicode 附件 11 (East Asian Width)。
 */

/** 占两列的区段，按码位从小到大排列。 */
const WIDE_RANGES: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];

/** 组合用的附加符号，不占列。 */
function isCombining(codePoint: number): boolean {
  return codePoint >= 0x0300 && codePoint <= 0x036f;
}

function isWide(codePoint: number): boolean {
  for (const [first, last] of WIDE_RANGES) {
    if (codePoint < first) {
      return false;
    }
    if (codePoint <= last) {
      return true;
    }
  }
  return false;
}

/** How many columns of a terminal a text takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (isCombining(codePoint)) {
      continue;
    }
    width += isWide(codePoint) ? 2 : 1;
  }
  return width;
}

/**
 * Cut a text so that it fits, with an ellipsis where something is missing.
 *
 * @param maxWidth columns, at least 1
 * @throws RangeError when there is no room for the ellipsis
 */
export function truncate(text: string, maxWidth: number): string {
  if (maxWidth < 1) {
    throw new RangeError(`maxWidth must be at least 1, not ${maxWidth}`);
  }
  if (displayWidth(text) <= maxWidth) {
    return text;
  }
  let kept = '';
  let width = 0;
  for (const character of text) {
    const next = width + displayWidth(character);
    // 省略号本身占一列，要给它留出位置。
    if (next > maxWidth - 1) {
      break;
    }
    kept += character;
    width = next;
  }
  return `${kept}…`;
}
