import ignore from "ignore";
import { normalisePath } from "./normalisePath.ts";

/** Private keys, certificates and stores of them: never sent, not even when the user asks. */
export const keyPatterns: readonly string[] = [
  "*.pem",
  "*.key",
  "*.p8",
  "*.p12",
  "*.pfx",
  "*.pkcs12",
  "*.jks",
  "*.jceks",
  "*.bks",
  "*.keystore",
  "*.truststore",
  "*.crt",
  "*.cer",
  "*.der",
  "*.ppk",
  "*.gpg",
  "*.pgp",
  "*.asc",
  "*.keytab",
  "*.kdbx",
  "*.kdb",
  "*.keychain",
  "*.keychain-db",
  "*.agilekeychain",
  "*.opvault",
  "*.ovpn",
  "*.mobileprovision",
  "id_rsa*",
  "id_dsa*",
  "id_ecdsa*",
  "id_ed25519*",
  "!id_*.pub",
];

/** Folders that hold keys and logins under any name. */
const keyFolders: readonly string[] = [".ssh/", ".gnupg/", ".aws/", ".azure/", ".kube/"];

/**
 * Files that are never sent unasked, in gitignore syntax, matched case-insensitively. A workspace
 * cannot loosen this list: a repository could otherwise ship the permission to read its users' secrets.
 */
export const denyPatterns: readonly string[] = [
  // environment files; the documented examples hold no values
  ".env",
  ".env.*",
  "*.env",
  ".envrc",
  "!.env.example",
  "!.env.sample",
  "!.env.template",
  "!.env.dist",
  "!example.env",
  "!sample.env",
  // keys and certificates
  ...keyPatterns,
  // logins of tools
  ".npmrc",
  ".pypirc",
  ".netrc",
  "_netrc",
  ".pgpass",
  "pgpass.conf",
  ".my.cnf",
  ".mylogin.cnf",
  ".git-credentials",
  ".htpasswd",
  ".dockercfg",
  ".dockerconfigjson",
  "**/.docker/config.json",
  ".s3cfg",
  ".boto",
  ".vault-token",
  ".vault_pass*",
  ".terraformrc",
  "terraform.rc",
  "kubeconfig",
  "*.kubeconfig",
  ".kube/",
  ".ssh/",
  ".gnupg/",
  ".aws/",
  ".azure/",
  "**/.config/gcloud/",
  "*.publishsettings",
  "settings-security.xml",
  "settings.xml",
  "local.properties",
  "**/.gradle/gradle.properties",
  // credentials and secrets by name
  "credentials",
  ".credentials*",
  "credentials.json",
  "credentials.y*ml",
  "credentials.yml.enc",
  "credentials.csv",
  "credentials.ini",
  "credentials.toml",
  "credentials.xml",
  "credentials.properties",
  "client_secret*.json",
  "service-account*.json",
  "service_account*.json",
  "serviceaccount*.json",
  "*firebase-adminsdk*.json",
  "google-services.json",
  "googleservice-info.plist",
  "secrets.*",
  "secret.json",
  "secret.y*ml",
  "secret.toml",
  "secret.properties",
  "*-secret.y*ml",
  "*-secrets.y*ml",
  ".secrets*",
  "auth.json",
  // configuration that by custom carries passwords
  "application*.yml",
  "application*.yaml",
  "application*.properties",
  "bootstrap*.yml",
  "bootstrap*.yaml",
  "bootstrap*.properties",
  "nacos*.properties",
  "nacos*.y*ml",
  "apollo*.properties",
  "appsettings*.json",
  "web.config",
  "wp-config.php",
  "database.yml",
  "local_settings.py",
  "settings_local.py",
  "redis.conf",
  "sentinel.conf",
  "*.tfstate",
  "*.tfstate.*",
  "*.tfvars",
  "*.tfvars.json",
  // wallets
  "wallet.dat",
  "wallet.json",
  "*.wallet",
  "cwallet.sso",
  "ewallet.*",
  "UTC--*",
  // histories and version control's own store
  ".bash_history",
  ".zsh_history",
  ".mysql_history",
  ".psql_history",
  ".python_history",
  ".node_repl_history",
  ".rediscli_history",
  ".git/",
  ".hg/",
  ".svn/",
];

/** The built-in list, compiled once by whoever owns it; case counts for nothing. */
export class DenyList {
  readonly #rules = ignore().add([...denyPatterns]);

  /** The rule that withholds `path` (either separator, relative or absolute), or undefined. */
  ruleFor(path: string): string | undefined {
    const normal = normalisePath(path);
    if (normal === "") {
      return undefined;
    }
    const result = this.#rules.test(normal);
    return result.ignored ? (result.rule?.pattern ?? "built-in") : undefined;
  }
}

/** True for a private key, a certificate or a store of them, by name or by the folder that holds it. */
export function isKeyFile(path: string): boolean {
  const normal = normalisePath(path);
  return (
    normal !== "" &&
    ignore()
      .add([...keyPatterns, ...keyFolders])
      .ignores(normal)
  );
}
