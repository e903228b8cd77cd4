/**
 * Kinds of secrets as templates. Each secret is drawn at test time from a seeded generator, so that no
 * whole secret is stored in the repository.
 */
export interface Sample {
  readonly text: string;
  readonly secrets: readonly string[];
  readonly path?: string | undefined;
}

export type Draw = (alphabet: string, length: number) => string;
type Make = (draw: Draw, pick: <T>(choices: readonly T[]) => T) => Sample;

const lower = "abcdefghijklmnopqrstuvwxyz";
const upper = lower.toUpperCase();
const digit = "0123456789";
const hex = `${digit}abcdef`;
const base62 = lower + upper + digit;
const base64 = `${base62}+/`;
const url64 = `${base62}_-`;
const base36 = lower + digit;

/** mulberry32: small, seeded, good enough to fill templates. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const around: readonly ((secret: string) => Omit<Sample, "secrets">)[] = [
  (s) => ({ text: `client = Client("${s}")`, path: "src/app.py" }),
  (s) => ({ text: `const k = '${s}';\n`, path: "src/app.ts" }),
  (s) => ({ text: `see ${s} for the demo` }),
  (s) => ({ text: `export SOME_NAME=${s}\n`, path: "run.sh" }),
  (s) => ({ text: `  some: ${s}\n`, path: "values.yaml" }),
  (s) => ({ text: `{"some":"${s}"}`, path: "config.json" }),
  (s) => ({ text: `String s = "a\\n${s}";`, path: "src/App.java" }),
];

/** A key known by its shape, in any surroundings. */
function shaped(make: (draw: Draw) => string): Make {
  return (draw, pick) => {
    const secret = make(draw);
    return { ...pick(around)(secret), secrets: [secret] };
  };
}

/** A value known by the name beside it; `§` marks its place. */
function named(
  value: (draw: Draw) => string,
  ...templates: readonly (readonly [text: string, path?: string])[]
): Make {
  return (draw, pick) => {
    const secret = value(draw);
    const [text, path] = pick(templates);
    return { text: text.replaceAll("§", secret), secrets: [secret], path };
  };
}

const chosen = (draw: Draw): string => draw(upper, 1) + draw(lower, 5) + draw("!@#%*", 1) + draw(digit, 3);
const plain = (draw: Draw): string => draw(lower, 6) + draw(digit, 3);
const key32 = (draw: Draw): string => draw(base62, 30) + draw(digit, 2);
const hex32 = (draw: Draw): string => draw(hex, 30) + draw("abcdef", 1) + draw(digit, 1);

export const secretKinds: Readonly<Record<string, Make>> = {
  "openai legacy": shaped((d) => `sk-${d(base62, 46)}${d(digit, 2)}`),
  "openai project": shaped((d) => `sk-proj-${d(url64, 80)}`),
  "openai service account": shaped((d) => `sk-svcacct-${d(url64, 60)}`),
  anthropic: shaped((d) => `sk-ant-api03-${d(url64, 93)}AA`),
  "deepseek or dashscope": shaped((d) => `sk-${d(hex, 30)}${d(digit, 1)}a`),
  openrouter: shaped((d) => `sk-or-v1-${d(hex, 64)}`),
  groq: shaped((d) => `gsk_${d(base62, 52)}`),
  xai: shaped((d) => `xai-${d(base62, 80)}`),
  perplexity: shaped((d) => `pplx-${d(base62, 48)}`),
  "hugging face": shaped((d) => `hf_${d(base62, 32)}${d(digit, 2)}`),
  replicate: shaped((d) => `r8_${d(base62, 37)}`),
  nvidia: shaped((d) => `nvapi-${d(url64, 64)}`),
  zhipu: shaped((d) => `${d(hex, 32)}.${d(base62, 14)}${d(digit, 2)}`),
  "google api": shaped((d) => `AIza${d(url64, 35)}`),
  "google oauth secret": shaped((d) => `GOCSPX-${d(url64, 28)}`),
  "google oauth token": shaped((d) => `ya29.${d(url64, 120)}`),
  "aws id": shaped((d) => `AKIA${d(`${upper}234567`, 16)}`),
  "aws pair": (draw) => {
    const id = `AKIA${draw(`${upper}234567`, 16)}`;
    const secret = draw(base64, 38) + draw(digit, 2);
    return { text: `session("${id}", "${secret}")`, secrets: [id, secret], path: "a.py" };
  },
  "aws secret": named(
    (d) => d(base64, 38) + d(digit, 2),
    ["aws_secret_access_key = §\n", "config.ini"],
    ['AWS_SECRET_ACCESS_KEY="§"\n', "run.sh"],
    ['secretAccessKey: "§",', "src/s3.ts"],
  ),
  "aliyun id": shaped((d) => `LTAI5t${d(base62, 16)}${d(digit, 2)}`),
  "aliyun secret": named(
    key32,
    ["aliyun.oss.accessKeySecret=§\n", "oss.properties"],
    ['String accessKeySecret = "§";', "Oss.java"],
  ),
  "tencent id": shaped((d) => `AKID${d(base62, 30)}${d(digit, 2)}`),
  "tencent secret": named(key32, ["secretKey: §\n", "cos.yml"], ['secret_key = "§"', "cos.py"]),
  "baidu bce": shaped((d) => `bce-v3/ALTAK-${d(base62, 21)}/${d(hex, 40)}`),
  "spark password": named(
    (d) => `${d(base62, 20)}:${d(base62, 20)}`,
    ['APIPassword = "§"', "spark.py"],
    ["SPARK_API_PASSWORD=§\n", "start.sh"],
    ["spark:\n  apiPassword: §\n", "spark.yml"],
  ),
  "spark secret": named(
    (d) => d(base62, 30) + d(digit, 2),
    ['APISecret: "§"', "a.js"],
    ["api_secret=§\n", "spark.ini"],
  ),
  "spark key": named(hex32, ['APIKey="§",', "a.py"], ["xf.apiKey=§\n", "xf.properties"]),
  "azure storage": named(
    (d) => `${d(base64, 86)}==`,
    ['"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=§;EndpointSuffix=core.windows.net"', "a.cs"],
    ["conn: DefaultEndpointsProtocol=https;AccountName=a;AccountKey=§\n", "values.yaml"],
  ),
  "azure client secret": named(
    (d) => `${d(base62, 3)}8Q~${d(url64, 34)}`,
    ["AZURE_CLIENT_SECRET=§\n", "a.sh"],
    ['client_secret="§"', "a.py"],
  ),
  "azure openai": named(hex32, ['api_key="§",\n', "a.py"], ['"api-key": "§"', "a.json"]),
  "github classic": shaped((d) => `ghp_${d(base62, 36)}`),
  "github app": shaped((d) => `ghs_${d(base62, 36)}`),
  "github fine-grained": shaped((d) => `github_pat_${d(base62, 22)}_${d(base62, 59)}`),
  gitlab: shaped((d) => `glpat-${d(url64, 20)}`),
  npm: shaped((d) => `npm_${d(base62, 36)}`),
  pypi: shaped((d) => `pypi-AgEIcHlwaS5vcmc${d(url64, 80)}`),
  rubygems: shaped((d) => `rubygems_${d(hex, 48)}`),
  "docker hub": shaped((d) => `dckr_pat_${d(url64, 27)}`),
  vault: shaped((d) => `hvs.${d(url64, 90)}`),
  digitalocean: shaped((d) => `dop_v1_${d(hex, 64)}`),
  "slack bot": shaped((d) => `xoxb-${d(digit, 12)}-${d(digit, 12)}-${d(base62, 24)}`),
  "stripe live": shaped((d) => `sk_live_${d(base62, 24)}`),
  "stripe webhook": shaped((d) => `whsec_${d(base62, 32)}`),
  shopify: shaped((d) => `shpat_${d(hex, 32)}`),
  sendgrid: shaped((d) => `SG.${d(url64, 22)}.${d(url64, 43)}`),
  mailgun: shaped((d) => `key-${d(hex, 32)}`),
  twilio: shaped((d) => `SK${d(hex, 31)}7`),
  "twilio token": named(hex32, ['auth_token = "§"', "sms.py"], ["TWILIO_AUTH_TOKEN=§\n", "a.sh"]),
  telegram: shaped((d) => `${d("123456789", 10)}:AA${d(url64, 33)}`),
  databricks: shaped((d) => `dapi${d(hex, 32)}`),
  grafana: shaped((d) => `glsa_${d(base62, 32)}_${d(hex, 8)}`),
  linear: shaped((d) => `lin_api_${d(base62, 40)}`),
  notion: shaped((d) => `ntn_${d(base62, 46)}`),
  figma: shaped((d) => `figd_${d(url64, 40)}`),
  postman: shaped((d) => `PMAK-${d(hex, 24)}-${d(hex, 34)}`),
  "json web token": shaped((d) => `eyJ${d(url64, 33)}.eyJ${d(url64, 80)}.${d(url64, 43)}`),
  "bearer header": named(
    (d) => d(url64, 38) + d(digit, 2),
    ['-H "Authorization: Bearer §"', "a.sh"],
    ['headers["Authorization"] = "Bearer §"', "a.py"],
    ['"Authorization": `Bearer §`,', "a.ts"],
  ),
  "private key": (draw, pick) => {
    const lines = Array.from({ length: 8 }, () => draw(base64, 64));
    const label = pick(["RSA ", "EC ", "OPENSSH ", "", "ENCRYPTED "]);
    const newline = pick(["\n", "\\n", "\r\n"]);
    const body = lines.join(newline);
    return {
      text: `k = """-----BEGIN ${label}PRIVATE KEY-----${newline}${body}${newline}-----END ${label}PRIVATE KEY-----"""`,
      secrets: lines,
    };
  },
  "private key cut": (draw, pick) => {
    const lines = Array.from({ length: 6 }, () => draw(base64, 64));
    const body = lines.join("\n");
    return {
      text: pick([`-----BEGIN RSA PRIVATE KEY-----\n${body}`, `${body}\n-----END RSA PRIVATE KEY-----\n`]),
      secrets: lines,
    };
  },
  "dingtalk hook": named(
    (d) => d(hex, 64),
    ['url = "https://oapi.dingtalk.com/robot/send?access_token=§"', "a.py"],
  ),
  "feishu hook": named(
    (d) => [8, 4, 4, 4, 12].map((n) => d(hex, n)).join("-"),
    ['"https://open.feishu.cn/open-apis/bot/v2/hook/§"', "a.go"],
  ),
  "wecom hook": named(
    (d) => [8, 4, 4, 4, 12].map((n) => d(hex, n)).join("-"),
    ["https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=§"],
  ),
  "slack hook": named(
    (d) => `T${d(upper, 8)}/B${d(upper, 8)}/${d(base62, 24)}`,
    ["hook: https://hooks.slack.com/services/§\n", "a.yml"],
  ),
  "url login": named(
    (d) => d(base62, 9) + d(digit, 3),
    ["postgres://app:§@db:5432/x"],
    ['MONGO = "mongodb+srv://u:§@c.example.net/db"', "a.py"],
    ["redis://:§@cache:6379/0"],
    ["git clone https://me:§@git.corp/x.git", "a.sh"],
    ["amqp://guest1:§@mq/", "a.ini"],
  ),
  "jdbc query": named(
    plain,
    ["spring.datasource.url=jdbc:mysql://h:3306/db?user=root&password=§&useSSL=false\n", "db.properties"],
    ['"jdbc:postgresql://h/db?user=a&password=§"', "Db.java"],
  ),
  "jdbc semicolon": named(chosen, ['"jdbc:sqlserver://h:1433;user=sa;password=§;encrypt=true"', "Db.java"]),
  "oracle thin": named(plain, ['"jdbc:oracle:thin:scott/§@//h:1521/x"', "Db.java"]),
  "ado connection": named(
    chosen,
    ['"Server=h;Database=d;User Id=sa;Password=§;"', "Db.cs"],
    ["Server=h;Uid=sa;Pwd=§;"],
  ),
  "spring properties": named(
    plain,
    ["spring.datasource.password=§\n", "x.properties"],
    ["spring.redis.password = §\n", "x.properties"],
    ["server.ssl.key-store-password: §\n", "x.properties"],
  ),
  "spring yaml": named(
    chosen,
    ["spring:\n  datasource:\n    username: root\n    password: §\n", "x.yml"],
    ["spring:\n  mail:\n    password: '§'\n", "x.yml"],
  ),
  nacos: named(
    key32,
    ["nacos.core.auth.plugin.nacos.token.secret.key=§\n", "x.properties"],
    ["spring.cloud.nacos.config.password=§\n", "x.properties"],
    ["      nacos:\n        password: §\n", "x.yml"],
  ),
  apollo: named(
    hex32,
    ["apollo.access-key.secret=§\n", "x.properties"],
    ["apollo:\n  accesskey:\n    secret: §\n", "x.yml"],
  ),
  "redis conf": named(
    plain,
    ["requirepass §\n", "my.conf"],
    ["masterauth §\n", "my.conf"],
    ["redis-cli -h h -a § ping", "a.sh"],
  ),
  "django settings": named(
    chosen,
    ["    'PASSWORD': '§',\n", "settings.py"],
    ['os.environ.setdefault("DB_PASSWORD", "§")', "settings.py"],
  ),
  "django key": named((d) => `django-insecure-${d(base36, 50)}`, ["SECRET_KEY = '§'\n", "settings.py"]),
  "python keyword": named(
    chosen,
    ['connect(host="h", user="u", password="§")', "a.py"],
    ['pymysql.connect("h", passwd="§")', "a.py"],
    ['api_password: str = "§"', "a.py"],
  ),
  java: named(
    chosen,
    ['private static final String PASSWORD = "§";', "A.java"],
    ['ds.setPassword("§");', "A.java"],
    ['props.put("password", "§");', "A.java"],
  ),
  typescript: named(
    chosen,
    ['const dbPassword: string = "§";', "a.ts"],
    ["  password: '§',", "a.ts"],
    ["process.env.DB_PASSWORD ?? ''; const pwd = `§`", "a.ts"],
  ),
  go: named(chosen, ['password := "§"', "a.go"], ['Password: "§",', "a.go"]),
  cpp: named(
    chosen,
    ['const char* password = "§";', "a.cpp"],
    ['std::string password("§");', "a.cpp"],
    ['#define DB_PASSWORD "§"', "a.h"],
    ['char password[] = "§";', "a.c"],
  ),
  rust: named(chosen, ['let password: &str = "§";', "a.rs"], ['.password("§")', "a.rs"]),
  php: named(
    chosen,
    ["define('DB_PASSWORD', '§');", "a.php"],
    ["'password' => '§',", "a.php"],
    ["$password = '§';", "a.php"],
  ),
  ini: named(chosen, ["[db]\npassword = §\n", "a.ini"], ["passwd=§\n", "a.cfg"]),
  shell: named(
    chosen,
    ["export DB_PASSWORD='§'\n", "a.sh"],
    ["PGPASSWORD=§ psql -h h\n", "a.sh"],
    ["mysql -h h -u root -p§ db\n", "a.sh"],
    ["sshpass -p '§' ssh h\n", "a.sh"],
    ["curl -u admin:§ https://h\n", "a.sh"],
    ["tool --password § run\n", "a.sh"],
  ),
  powershell: named(chosen, ["$env:DB_PASSWORD = '§'\n", "a.ps1"], ['$password = "§"\n', "a.ps1"]),
  json: named(
    chosen,
    ['{"user":"a","password":"§"}', "a.json"],
    ['{\n  "clientSecret": "§"\n}', "a.json"],
    ['"{\\"password\\":\\"§\\"}"', "a.ts"],
  ),
  xml: named(
    plain,
    ["<password>§</password>", "a.xml"],
    ['<property name="password" value="§"/>', "a.xml"],
    ['<entry key="db.password">§</entry>', "a.xml"],
    ["<name>javax.jdo.option.ConnectionPassword</name>\n<value>§</value>", "a.xml"],
    ['<string name="api_secret">§</string>', "a.xml"],
  ),
  kubernetes: named(
    plain,
    ["- name: DB_PASSWORD\n  value: §\n", "a.yaml"],
    ['env:\n  - name: MYSQL_ROOT_PASSWORD\n    value: "§"\n', "a.yaml"],
  ),
  compose: named(
    plain,
    ["environment:\n  - POSTGRES_PASSWORD=§\n", "a.yml"],
    ["environment:\n  POSTGRES_PASSWORD: §\n", "a.yml"],
    ["ENV MYSQL_PASSWORD=§\n", "Dockerfile"],
  ),
  terraform: named(chosen, ['  password = "§"\n', "a.tf"], ['  master_password = "§"\n', "a.tf"]),
  sql: named(
    chosen,
    ["CREATE USER 'a'@'%' IDENTIFIED BY '§';", "a.sql"],
    ["ALTER ROLE a WITH PASSWORD '§';", "a.sql"],
  ),
  "chinese note": named(plain, ["数据库密码：§"], ["密码: §\n"], ["登录口令=§"]),
  "api header": named(key32, ['-H "X-Api-Key: §"', "a.sh"], ["'x-api-key': '§',", "a.js"]),
  "jwt signing": named(
    key32,
    ["jwt.secret=§\n", "a.properties"],
    ['jwtSecret: "§"', "a.ts"],
    ["jwt:\n  secret: §\n", "a.yml"],
  ),
  "wechat pay": named(
    (d) => d(base62, 30) + d(digit, 2),
    ["wx.pay.mchKey=§\n", "a.properties"],
    ['appSecret: "§"', "a.js"],
    ["wechat:\n  app-secret: §\n", "a.yml"],
  ),
  "random beside key": named(
    (d) => d(base64, 42) + d(digit, 2),
    ['hmacKey = "§"', "a.py"],
    ['encryption_key: "§"', "a.ts"],
    ["signing-key: §\n", "a.yml"],
  ),
  "query token": named(key32, ["https://h/x?access_token=§&a=1"], ['fetch("https://h/x?api_key=§")', "a.ts"]),
};

/** `perKind` samples of each kind. */
export function makeSamples(
  seed: number,
  perKind: number,
): { readonly kind: string; readonly sample: Sample }[] {
  const random = seeded(seed);
  const draw: Draw = (alphabet, length) =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)] ?? "").join("");
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  return Object.entries(secretKinds).flatMap(([kind, make]) =>
    Array.from({ length: perKind }, () => ({ kind, sample: make(draw, pick) })),
  );
}
