/** What was redacted, as shown to the user; also the last word of a placeholder. */
export type SecretKind = "KEY" | "PASSWORD" | "TOKEN" | "SECRET" | "WEBHOOK" | "ID" | "PHONE" | "EMAIL";

/**
 * A secret that is known by its shape alone. `pattern` is sticky and starts at `anchor`; only bounded
 * repeats, so that matching stays linear. Group 1, where there is one, is the secret; else the whole match.
 */
export interface TokenRule {
  readonly name: string;
  readonly kind: SecretKind;
  /** Literal beginnings, case-sensitive; each must start a word. */
  readonly anchors: readonly string[];
  readonly pattern: RegExp;
  /** The match must look drawn at random (for shapes that ordinary words can take, too). */
  readonly mustLookRandom?: boolean;
}

function rule(
  name: string,
  kind: SecretKind,
  anchors: string | readonly string[],
  pattern: RegExp,
  mustLookRandom = false,
): TokenRule {
  return { name, kind, anchors: typeof anchors === "string" ? [anchors] : anchors, pattern, mustLookRandom };
}

/** Shapes as published by the providers or by their own secret scanners. */
export const tokenRules: readonly TokenRule[] = [
  // model providers
  rule("anthropic", "KEY", "sk-ant-", /sk-ant-[\w-]{20,200}/y),
  rule("openrouter", "KEY", "sk-or-", /sk-or-[\w-]{20,200}/y),
  rule("openai project", "KEY", ["sk-proj-", "sk-svcacct-", "sk-admin-"], /sk-[a-z]{4,8}-[\w-]{20,220}/y),
  rule("sk hexadecimal", "KEY", "sk-", /sk-[0-9a-f]{32,64}(?![\w-])/y),
  rule("sk key", "KEY", "sk-", /sk-(?:lf-)?[A-Za-z0-9_-]{16,200}/y, true),
  rule("groq", "KEY", "gsk_", /gsk_[A-Za-z0-9]{20,100}/y),
  rule("xai", "KEY", "xai-", /xai-[A-Za-z0-9]{20,120}/y),
  rule("perplexity", "KEY", "pplx-", /pplx-[A-Za-z0-9]{20,100}/y),
  rule("hugging face", "TOKEN", ["hf_", "api_org_"], /(?:hf_|api_org_)[A-Za-z0-9]{20,60}/y, true),
  rule("replicate", "TOKEN", "r8_", /r8_[A-Za-z0-9]{20,60}/y),
  rule("nvidia", "KEY", "nvapi-", /nvapi-[\w-]{20,120}/y),
  rule("langsmith", "KEY", "lsv2_", /lsv2_[a-z]{2}_[A-Za-z0-9_]{20,100}/y),
  rule("pinecone", "KEY", "pcsk_", /pcsk_\w{20,120}/y),
  rule("tavily", "KEY", "tvly-", /tvly-[A-Za-z0-9-]{16,80}/y, true),
  // clouds
  rule(
    "aws access key",
    "KEY",
    ["AKIA", "ASIA", "ABIA", "ACCA"],
    /A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{16}(?![A-Za-z0-9])/y,
  ),
  rule("aliyun access key", "KEY", "LTAI", /LTAI[A-Za-z0-9]{12,26}(?![A-Za-z0-9])/y, true),
  rule("tencent secret id", "KEY", "AKID", /AKID[A-Za-z0-9]{13,40}(?![A-Za-z0-9])/y, true),
  rule("volcengine access key", "KEY", "AKLT", /AKLT[A-Za-z0-9_-]{20,60}/y, true),
  rule("baidu access key", "KEY", ["ALTAK-", "ALTAK"], /ALTAK-?[A-Za-z0-9]{16,40}(?:\/[0-9a-f]{40})?/y, true),
  rule("baidu bce", "KEY", "bce-v3/", /bce-v3\/ALTAK-[A-Za-z0-9]{10,40}\/[0-9a-f]{20,64}/y),
  rule("google api key", "KEY", "AIza", /AIza[\w-]{30,45}/y),
  rule("google oauth secret", "SECRET", "GOCSPX-", /GOCSPX-[\w-]{20,60}/y),
  rule("google oauth token", "TOKEN", "ya29.", /ya29\.[\w-]{20,400}/y),
  rule("digitalocean", "TOKEN", ["dop_v1_", "doo_v1_", "dor_v1_"], /do[opr]_v1_[0-9a-f]{40,80}/y),
  rule("heroku", "KEY", "HRKU-", /HRKU-[\w-]{30,80}/y),
  rule("fly", "TOKEN", ["fo1_", "fm2_"], /f(?:o1|m2)_[\w+/=-]{30,400}/y),
  rule("alibaba dashscope app", "KEY", "sk-sp-", /sk-sp-[\w-]{20,120}/y),
  // code hosts, registries, CI
  rule("github token", "TOKEN", ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], /gh[pousr]_[A-Za-z0-9]{30,255}/y),
  rule("github fine-grained", "TOKEN", "github_pat_", /github_pat_\w{30,255}/y),
  rule("gitlab", "TOKEN", "gl", /gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\w.-]{18,200}/y),
  rule("bitbucket", "TOKEN", "ATBB", /ATBB[A-Za-z0-9]{24,60}/y, true),
  rule("atlassian", "TOKEN", ["ATATT3x", "ATCTT3x"], /AT[AC]TT3x[\w=-]{40,300}/y),
  rule("npm", "TOKEN", "npm_", /npm_[A-Za-z0-9]{30,60}/y),
  rule("pypi", "TOKEN", "pypi-", /pypi-[\w-]{40,300}/y, true),
  rule("rubygems", "KEY", "rubygems_", /rubygems_[0-9a-f]{40,60}/y),
  rule("nuget", "KEY", "oy2", /oy2[a-z0-9]{43}(?![A-Za-z0-9])/y),
  rule("docker hub", "TOKEN", ["dckr_pat_", "dckr_oat_"], /dckr_[po]at_[\w-]{20,60}/y),
  rule("circleci", "TOKEN", "CCIPAT_", /CCIPAT_\w{30,100}/y),
  rule("crates.io", "TOKEN", "cio", /cio[A-Za-z0-9]{32}(?![A-Za-z0-9])/y, true),
  rule("vault", "TOKEN", ["hvs.", "hvb.", "hvr."], /hv[sbr]\.[\w-]{20,300}/y),
  rule("pulumi", "TOKEN", "pul-", /pul-[0-9a-f]{40}/y),
  rule("doppler", "TOKEN", "dp.", /dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{30,80}/y),
  rule("artifactory", "TOKEN", ["AKCp", "cmVmd"], /(?:AKCp[A-Za-z0-9]{60,80}|cmVmd[A-Za-z0-9]{59})/y),
  // products
  rule("slack token", "TOKEN", ["xox", "xapp-"], /(?:xox[abeoprs]|xapp)[-.][A-Za-z0-9.-]{10,300}/y),
  rule(
    "stripe",
    "KEY",
    ["sk_live_", "sk_test_", "rk_live_", "rk_test_"],
    /[sr]k_(?:live|test)_[A-Za-z0-9]{16,250}/y,
  ),
  rule("stripe webhook", "SECRET", "whsec_", /whsec_[A-Za-z0-9+/=]{20,100}/y),
  rule("square", "TOKEN", ["sq0atp-", "sq0csp-"], /sq0(?:atp|csp)-[\w-]{20,60}/y),
  rule("shopify", "TOKEN", "shp", /shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/y),
  rule("sendgrid", "KEY", "SG.", /SG\.[\w-]{16,32}\.[\w-]{30,64}/y),
  rule("mailgun", "KEY", "key-", /key-[0-9a-f]{32}(?![A-Za-z0-9])/y),
  rule("twilio", "KEY", "SK", /SK[0-9a-f]{32}(?![A-Za-z0-9])/y),
  rule("databricks", "TOKEN", "dapi", /dapi[0-9a-f]{32}(?:-\d)?(?![A-Za-z0-9])/y),
  rule("grafana", "TOKEN", ["glsa_", "glc_"], /gl(?:sa|c)_[\w+/=-]{30,300}/y),
  rule("new relic", "KEY", ["NRAK-", "NRJS-", "NRII-"], /NR(?:AK|JS|II)-[A-Za-z0-9_-]{19,60}/y),
  rule("dynatrace", "TOKEN", "dt0", /dt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}/y),
  rule("sentry", "TOKEN", ["sntrys_", "sntryu_"], /sntry[su]_[\w+/=-]{40,300}/y),
  rule("linear", "KEY", ["lin_api_", "lin_oauth_"], /lin_(?:api|oauth)_[A-Za-z0-9]{32,80}/y),
  rule("notion", "TOKEN", "ntn_", /ntn_[A-Za-z0-9]{40,60}/y),
  rule("notion legacy", "TOKEN", "secret_", /secret_[A-Za-z0-9]{43}(?![A-Za-z0-9])/y, true),
  rule("figma", "TOKEN", ["figd_", "figo_"], /fig[do]_[\w-]{30,60}/y),
  rule("airtable", "TOKEN", "pat", /pat[A-Za-z0-9]{14}\.[0-9a-f]{64}/y),
  rule("postman", "KEY", "PMAK-", /PMAK-[0-9a-f]{24}-[0-9a-f]{34}/y),
  rule("planetscale", "TOKEN", "pscale_", /pscale_(?:tkn|pw|oauth)_[\w.=-]{30,80}/y),
  rule("supabase", "TOKEN", ["sbp_", "sb_secret_"], /(?:sbp_[0-9a-f]{40}|sb_secret_[\w-]{20,60})/y),
  rule("dropbox", "TOKEN", "sl.", /sl\.[\w-]{60,200}/y, true),
  rule("discord bot", "TOKEN", ["M", "N", "O"], /[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40}(?![\w-])/y, true),
  rule("age", "KEY", "AGE-SECRET-KEY-", /AGE-SECRET-KEY-1[A-Z0-9]{58}/y),
  rule("facebook", "TOKEN", "EAA", /EAA[A-Za-z0-9]{60,300}/y, true),
  rule("contentful", "TOKEN", "CFPAT-", /CFPAT-[\w-]{40,50}/y),
  rule("readme", "KEY", "rdme_", /rdme_[a-z0-9]{60,80}/y),
  // common to many
  rule("json web token", "TOKEN", "eyJ", /eyJ[\w-]{10,2000}\.eyJ[\w-]{10,8000}(?:\.[\w-]{10,2000})?/y),
  rule("bearer", "TOKEN", ["Bearer ", "bearer "], /[Bb]earer +([\w.~+/=-]{16,4000})/y, true),
  rule("basic login", "PASSWORD", ["Basic ", "basic "], /[Bb]asic +([A-Za-z0-9+/]{12,400}={0,2})/y, true),
  rule(
    "oracle thin",
    "PASSWORD",
    "jdbc:oracle:",
    /jdbc:oracle:\w{1,10}:[^\s/"'@]{1,60}\/([^\s"'@]{2,100})@/y,
  ),
  // web hooks: whoever knows the address may post
  rule(
    "slack hook",
    "WEBHOOK",
    "hooks.slack.com/",
    /hooks\.slack\.com\/(?:services|workflows)\/([\w/-]{20,120})/y,
  ),
  rule(
    "discord hook",
    "WEBHOOK",
    ["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
    /discord(?:app)?\.com\/api\/webhooks\/(\d{10,25}\/[\w-]{30,100})/y,
  ),
  rule(
    "dingtalk hook",
    "WEBHOOK",
    "oapi.dingtalk.com/",
    /oapi\.dingtalk\.com\/robot\/send\?access_token=([0-9a-f]{32,80})/y,
  ),
  rule(
    "feishu hook",
    "WEBHOOK",
    ["open.feishu.cn/", "open.larksuite.com/"],
    /open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v2\/hook\/([\w-]{20,60})/y,
  ),
  rule(
    "wecom hook",
    "WEBHOOK",
    "qyapi.weixin.qq.com/",
    /qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/send\?key=([\w-]{20,60})/y,
  ),
  // settings and commands that name the secret by position, not by a sign of assignment
  rule(
    "redis setting",
    "PASSWORD",
    ["requirepass", "masterauth"],
    /(?:requirepass|masterauth)[ \t]+"?([^\s"#]{3,200})/y,
  ),
  rule(
    "sql user",
    "PASSWORD",
    ["IDENTIFIED", "identified"],
    /identified (?:with \w{1,40} )?by (?:password )?'([^'\n]{3,200})'/iy,
  ),
  rule("sql role", "PASSWORD", ["PASSWORD '", "password '"], /password '([^'\n]{4,200})'/iy),
  rule(
    "define",
    "PASSWORD",
    "define",
    /define[ \t]+\w{0,40}(?:PASSWORD|PASSWD|PWD|SECRET|API_?KEY|TOKEN)[ \t]+"([^"\n]{4,200})"/y,
  ),
  rule("sshpass", "PASSWORD", "sshpass", /sshpass[ \t]+-p[ \t]*['"]?([^\s'"]{3,100})/y),
  rule(
    "curl login",
    "PASSWORD",
    "curl",
    /curl[ \t][^\n|;]{0,200}?(?:-u|--user)[ \t=]+['"]?[^\s:'"]{1,60}:([^\s'"]{3,100})/y,
  ),
  rule(
    "mysql login",
    "PASSWORD",
    ["mysql", "mysqldump"],
    /mysql(?:dump|admin)?[ \t][^\n|;]{0,120}?[ \t]-p([^\s'"=-][^\s'"]{2,60})/y,
  ),
  rule("redis login", "PASSWORD", "redis-cli", /redis-cli[ \t][^\n|;]{0,120}?-a[ \t]+['"]?([^\s'"]{3,100})/y),
  rule(
    "netrc",
    "PASSWORD",
    "machine ",
    /machine[ \t]+\S{1,100}\s+login[ \t]+\S{1,100}\s+password[ \t]+([^\s{<$]\S{2,200})/y,
  ),
  rule(
    "long option",
    "PASSWORD",
    ["password ", "passwd ", "token ", "api-key ", "secret "],
    /(?<=--(?:[a-z]{1,20}-){0,3})(?:password|passwd|token|api-key|secret) +['"]?(?!options\b|option\b|flags?\b|is\b|clientSecret\b)([^\s'"$<-][^\s'"]{5,200})/y,
  ),
];
