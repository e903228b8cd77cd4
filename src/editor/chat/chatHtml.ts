import * as vscode from "vscode";

function randomNonce(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64url");
}

/** Folders that the page may load from. */
export function chatResourceRoots(extensionUri: vscode.Uri): readonly vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, "dist", "webview"), vscode.Uri.joinPath(extensionUri, "media")];
}

/** The page around the chat: one script, one style sheet, nothing from anywhere else. */
export function createChatHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const uriOf = (...path: string[]): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  const nonce = randomNonce();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
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
<link rel="stylesheet" href="${uriOf("media", "chat.css")}">
<title>Flywheel</title>
</head>
<body>
<div id="chat"></div>
<script nonce="${nonce}" src="${uriOf("dist", "webview", "chat.js")}"></script>
</body>
</html>`;
}
