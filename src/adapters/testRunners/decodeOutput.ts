/**
 * What a program printed as text: UTF-8, and GBK for the lines that are no UTF-8, because compilers and
 * tools on Chinese systems print both side by side.
 */
export function decodeOutput(bytes: Uint8Array): string {
  const strict = new TextDecoder("utf-8", { fatal: true });
  try {
    return strict.decode(bytes);
  } catch {
    const lines: string[] = [];
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(10, start);
      const line = bytes.subarray(start, end < 0 ? bytes.length : end + 1);
      lines.push(decodeLine(line, strict));
      start += line.length;
    }
    return lines.join("");
  }
}

function decodeLine(line: Uint8Array, strict: Pick<InstanceType<typeof TextDecoder>, "decode">): string {
  try {
    return strict.decode(line);
  } catch {
    return new TextDecoder("gb18030").decode(line);
  }
}
