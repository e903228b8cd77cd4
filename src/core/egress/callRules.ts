import { rule, type TokenRule } from "./tokenRule.ts";

/** Secrets that are a known argument of a known call, with no name beside them. */
export const callRules: readonly TokenRule[] = [
  rule(
    "login",
    "PASSWORD",
    (
      "BasicAuth( SetBasicAuth( HTTPBasicAuth( HTTPDigestAuth( basic_auth( basicAuth( BasicAuthentication( " +
      "UsernamePasswordCredentials( UsernamePasswordToken( UsernamePasswordAuthenticationToken( " +
      "PasswordAuthentication( NetworkCredential( login( Login( authenticate( create_user( create_superuser("
    ).split(" "),
    /\w{4,40}\(\s{0,40}(?:["'][^"'\n]{0,80}["'],\s{0,40}){1,2}["']([^"'\n]{5,100})["']/y,
    "chosen",
  ),
  rule(
    "password to be hashed",
    "PASSWORD",
    ["hashpw(", "hashSync(", "generate_password_hash(", "make_password(", "passwordEncoder.encode("],
    /[\w.]{6,24}\(\s{0,40}b?["'`]([^"'`\n]{5,100})["'`]/y,
    "chosen",
  ),
  rule(
    "login in a tuple",
    "PASSWORD",
    ["auth=(", "auth = ("],
    /auth ?= ?\(\s{0,40}["'][^"'\n]{0,80}["'],\s{0,40}["']([^"'\n]{4,100})["']/y,
    "chosen",
  ),
  rule(
    "database",
    "PASSWORD",
    ["getConnection(", "connect(", "mysqli_connect(", "mysqli(", "PDO(", "Sequelize(", "createConnection("],
    /\w{3,20}\(\s{0,40}(?:[^,()"'\n]{1,80}|["'][^"'\n]{0,200}["']),\s{0,40}["'][^"'\n]{0,80}["'],\s{0,40}["']([^"'\n]{6,100})["']/y,
    "chosen",
  ),
  rule(
    "signature",
    "KEY",
    [
      "createHmac(",
      "hmac.new(",
      "Fernet(",
      "SecretKeySpec(",
      "hmacShaKeyFor(",
      "HMAC256(",
      "HMAC384(",
      "HMAC512(",
    ],
    /(?:createHmac\(\s{0,40}["'`][\w-]{1,20}["'`],|[\w.]{6,14}\()\s{0,40}[bu]?["'`]([^"'`\n]{6,200})["'`]/y,
    "chosen",
  ),
  rule(
    "signed web token",
    "KEY",
    ["jwt.sign(", "jwt.verify(", "jwt.encode(", "jwt.decode("],
    /jwt\.\w{4,6}\([^"'`\n;]{0,160}?,\s{0,40}["'`]([^"'`\n]{6,200})["'`]/y,
    "chosen",
  ),
  rule(
    "cipher",
    "KEY",
    ["AES", "DES", "Aes", "Des"],
    /(?:AES|DES|Aes|Des)\w{0,8}\.(?:encrypt|decrypt|new)\((?:[^"'\n;]{0,60},\s{0,40})?b?["']([^"'\n]{6,64})["']/y,
    "chosen",
  ),
  rule(
    "default of the environment",
    "PASSWORD",
    ["unwrap_or(", "unwrap_or_else("],
    /(?<=["']\w{0,40}(?:PASSWORD|PASSWD|SECRET|TOKEN|KEY)["']\)\.)unwrap_or(?:_else)?\(\s{0,20}(?:\|_?\|\s{0,20})?"([^"\n]{4,200})"/y,
    "chosen",
  ),
];
