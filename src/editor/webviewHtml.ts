import * as vscode from "vscode";

/** What is in a page of ours besides its frame. */
export interface PageParts {
  /** File in `dist/webview/`. */
  readonly script: string;
  /** File in `media/`. */
  readonly style: string;
  readonly title: string;
  /** Inside `<body>`, above the script; constant text. */
  readonly body: string;
  /** Pictures that the page draws itself, as `data:` addresses. */
  readonly drawsPictures: boolean;
}

function randomNonce(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64url");
}

/** Folders that a page may load from. */
export function webviewRoots(extensionUri: vscode.Uri): readonly vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, "dist", "webview"), vscode.Uri.joinPath(extensionUri, "media")];
}

/** The frame of a page: one script, one style sheet, nothing from anywhere else. */
export function createWebviewHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { script, style, ...parts }: PageParts,
): string {
  const uriOf = (...path: string[]): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  const nonce = randomNonce();
  return frame(parts, nonce, {
    styleSource: webview.cspSource,
    style: `<link rel="stylesheet" href="${uriOf("media", style)}">`,
    script: `<script nonce="${nonce}" src="${uriOf("dist", "webview", script)}"></script>`,
  });
}

/** The same frame with the texts of style and script in it: nothing is fetched. */
export function createInlineWebviewHtml(
  parts: Omit<PageParts, "script" | "style">,
  text: { readonly style: string; readonly script: string },
): string {
  const nonce = randomNonce();
  return frame(parts, nonce, {
    styleSource: `'nonce-${nonce}'`,
    style: `<style nonce="${nonce}">${text.style}</style>`,
    script: `<script nonce="${nonce}">${text.script.replaceAll("</script", "<\\/script")}</script>`,
  });
}

function frame(
  { title, body, drawsPictures }: Omit<PageParts, "script" | "style">,
  nonce: string,
  { styleSource, style, script }: { styleSource: string; style: string; script: string },
): string {
  const policy = [
    "default-src 'none'",
    `style-src ${styleSource}`,
    ...(drawsPictures ? ["img-src data:"] : []),
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${style}
<title>${title}</title>
</head>
<body>
${body}
${script}
</body>
</html>`;
}
