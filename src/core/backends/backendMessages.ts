import type { MessageTable } from "../messages.ts";

/**
 * Sentences about backends, each with its next step. Errors: `{0}` is the host, `{1}` the model,
 * `{2}` the server's own sentence in brackets and quotes, or nothing. Profiles: `{0}` is the
 * profile's name.
 */
export const backendMessages = {
  "backends.error.noKey": "{0} needs an API key and the profile has none. Run “Set up backend” to enter it.",
  "backends.error.badKey":
    "{0} refused the API key{2}. Check the key, or run “Set up backend” to enter a new one.",
  "backends.error.wrongProduct":
    "{0} accepts this key, but not for the model {1}{2}. Each Spark model line has its own password: take the one shown beside this model in the console.",
  "backends.error.forbidden":
    "{0} does not let this key use {1}{2}. Ask for access, or choose another model.",
  "backends.error.clockSkew":
    "{0} did not accept the signature, and its clock differs from this machine's{2}. Set this machine's clock: more than five minutes are refused.",
  "backends.error.socketKey":
    "The key for {0} must be written as APPID:APIKey:APISecret. Run “Set up backend” to enter it so.",
  "backends.error.badKeyText":
    "The API key for {0} holds characters that no key has, such as a line break. Enter it again.",
  "backends.error.unreachable":
    "{0} cannot be reached{2}. Check that the server runs and that the URL in the profile is right.",
  "backends.error.unknownHost": "There is no host named {0}. Check the URL in the profile, or the network.",
  "backends.error.refusedLocal":
    "Nothing answers at {0}. Start the model server, or check the port in the profile. In a remote window this address is the remote machine.",
  "backends.error.tls":
    "The certificate of {0} is not trusted{2}. Set caFile in the profile to your organisation's CA file.",
  "backends.error.certificateExpired":
    "The certificate of {0} is not valid today{2}. Have it renewed there, and check this machine's clock.",
  "backends.error.certificateName":
    "The certificate of {0} is for another host{2}. Put the name it bears into the profile's URL.",
  "backends.error.noTls":
    "{0} does not answer in TLS{2}. Check the port, or write http:// in the profile's URL.",
  "backends.error.clientCertificate":
    "{0} asks for a client certificate{2}. Set clientCertFile and clientKeyFile in the profile.",
  "backends.error.certificateFile":
    "A certificate file for {0} cannot be read{2}. Check caFile, clientCertFile and clientKeyFile.",
  "backends.error.proxy":
    "A proxy stands between this machine and {0} and refused the request{2}. Check http.proxy and its password.",
  "backends.error.notFound":
    "{0} has no such address{2}. Check the URL in the profile: it usually ends in /v1.",
  "backends.error.redirected":
    "{0} redirects elsewhere{2}. Code is not sent on: put the new address into the profile if it is right.",
  "backends.error.modelNotFound":
    "{0} does not know the model {1}{2}. Choose another model by “Set up backend”.",
  "backends.error.modelNotPulled":
    "{0} has not fetched the model {1} yet{2}. Run “ollama pull {1}” there, or choose another model by “Set up backend”.",
  "backends.error.modelNotLoaded":
    "{0} has no model loaded{2}. Load {1} there and try again, or choose another model by “Set up backend”.",
  "backends.error.noChannel":
    "The gateway {0} has no channel for {1} at the moment{2}. Choose another model by “Set up backend”, or ask whoever runs the gateway.",
  "backends.error.outOfMemory":
    "{0} has too little memory for {1}{2}. Free memory there, or choose a smaller model by “Set up backend”.",
  "backends.error.rateLimited": "{0} is receiving too many requests{2}. Wait a little and try again.",
  "backends.error.quotaExceeded":
    "The quota or balance at {0} is used up{2}. Top it up, or switch to another backend.",
  "backends.error.dailyCap":
    "The profile for {1} at {0} has used up its own daily cap of tokens{2}. Nothing was sent: wait until tomorrow, raise maxTokensPerDay in the profile, or name a second backend in the role's setting.",
  "backends.error.contextTooLong":
    "The text is too long for {1}{2}. Select less, or set maxContextTokens in the profile to what the server allows.",
  "backends.error.badRequest":
    "{0} did not understand the request{2}. Run “Diagnose” to see what this server supports.",
  "backends.error.fillInUnsupported":
    "{1} at {0} cannot fill in the middle{2}. Set fillInTheMiddle to off in the profile, or choose a coder model.",
  "backends.error.serverError": "{0} failed to answer{2}. Try again; if it goes on, look at the server.",
  "backends.error.loading": "{0} is still loading {1}. Try again in a minute.",
  "backends.error.busy": "{0} is busy{2}. Try again in a moment.",
  "backends.error.notAnApi":
    "{0} answered with a web page and not as a model server{2}. A proxy or login page may stand between: open the address in a browser, or check the URL.",
  "backends.error.timeout":
    "{0} did not answer in time{2}. A cold model may need longer: try again, or raise timeouts in the profile.",
  "backends.error.stalled":
    "{0} stopped in the middle of its answer. Try again; raise timeouts.betweenBytesMs in the profile if the model is slow.",
  "backends.error.moderated":
    "The content filter of {0} withheld the answer{2}. Nothing was inserted; rephrase or select other code.",
  "backends.error.moderatedInput":
    "The content filter of {0} refused what was sent{2}. That is the provider's decision, not a fault in your code: select other code, or use another backend.",
  "backends.error.moderatedOutput":
    "The content filter of {0} stopped its own answer midway{2}. The text so far is withdrawn; try again or use another backend.",
  "backends.error.streamBroken": "The answer of {0} broke off{2}. Try again.",
  "backends.error.emptyReply": "{0} answered with nothing. Check model and URL by “Diagnose”.",
  "backends.error.unreadable":
    "{0} sent an answer that cannot be read{2}. Check that the URL belongs to a model server.",
  "backends.error.onlyReasoning":
    "{1} only reasons and does not answer. Choose a model without thinking for completions, or set extraBody to switch it off.",
  "backends.error.unexpected":
    "Something unexpected happened while {0} was asked{2}. The log has the details.",

  "backends.profile.notObject":
    "The profile “{0}” in flywheel.backends is no object. Give it at least a preset.",
  "backends.profile.unknownPreset":
    "The profile “{0}” names the preset “{1}”, which does not exist. Use one of: {2}.",
  "backends.profile.noBaseUrl": "The profile “{0}” needs a baseUrl, such as https://host.example/v1.",
  "backends.profile.badBaseUrl":
    "The baseUrl “{1}” of the profile “{0}” is no web address. Write it like https://host.example/v1.",
  "backends.profile.urlWithPassword":
    "The baseUrl of the profile “{0}” holds a user name or password. Remove it and enter the key by “Set up backend”.",
  "backends.profile.noModel": "The profile “{0}” needs a model name.",
  "backends.profile.badText": "{1} of the profile “{0}” must be text.",
  "backends.profile.badNumber": "{1} of the profile “{0}” must be a whole number above 0.",
  "backends.profile.badCommand":
    "apiKeyCommand of the profile “{0}” must be a list of texts: the program and its arguments.",
  "backends.profile.badEnvName":
    "apiKeyEnv of the profile “{0}” must be the name of an environment variable, not the key itself.",
  "backends.profile.badFillIn": "fillInTheMiddle of the profile “{0}” is “{1}”. Use one of: {2}.",
  "backends.profile.noTemplate":
    "The profile “{0}” uses fillInTheMiddle “tokens” with a model of unknown family. Set fillInTheMiddleTemplate, such as <PRE>{prefix}<SUF>{suffix}<MID>.",
  "backends.profile.badTemplate":
    "fillInTheMiddleTemplate of the profile “{0}” must hold {prefix} and {suffix} once each.",
  "backends.profile.badHeaders":
    "extraHeaders of the profile “{0}” must map header names to texts; “{1}” does not fit.",
  "backends.profile.badBody": "extraBody of the profile “{0}” must be an object.",
  "backends.profile.badTimeouts": "timeouts of the profile “{0}” may hold {1}, each in milliseconds above 0.",
  "backends.profile.halfCertificate":
    "The profile “{0}” needs both clientCertFile and clientKeyFile, or neither.",
  "backends.profile.unknownField":
    "The profile “{0}” has a field “{1}” that does not exist. Check its spelling.",
} as const satisfies MessageTable;

export type BackendMessageId = keyof typeof backendMessages;
