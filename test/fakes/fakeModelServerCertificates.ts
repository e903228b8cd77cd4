import { createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

/** A certificate and its key as PEM texts, made on the spot: no key is kept in the repository. */
export interface FakeCertificate {
  readonly cert: string;
  readonly key: string;
  readonly privateKey: KeyObject;
  readonly subject: Buffer;
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const size = body.length;
  const head = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);

function oid(...numbers: readonly number[]): Buffer {
  const bytes = [(numbers[0] ?? 0) * 40 + (numbers[1] ?? 0)];
  for (const number of numbers.slice(2)) {
    const group = [number & 0x7f];
    for (let rest = number >> 7; rest > 0; rest >>= 7) {
      group.unshift((rest & 0x7f) | 0x80);
    }
    bytes.push(...group);
  }
  return der(0x06, Buffer.from(bytes));
}

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid(2, 5, 4, 3), der(0x0c, Buffer.from(commonName)))));
}

const ecdsaWithSha256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
const yes = der(0x01, Buffer.from([0xff]));

export interface CertificateTraits {
  /** Who signs it; itself, as an authority, where there is none. */
  readonly issuer?: FakeCertificate;
  /** End of its time as `YYMMDDhhmmssZ`. */
  readonly until?: string;
  /** It is not for this machine. */
  readonly isElsewhere?: boolean;
}

function extensionsOf(isAuthority: boolean, isElsewhere: boolean): Buffer {
  const constraints = sequence(oid(2, 5, 29, 19), yes, der(0x04, sequence(...(isAuthority ? [yes] : []))));
  // 127.0.0.1 and localhost, as subject alternative names.
  const names = isElsewhere
    ? sequence(der(0x82, Buffer.from("other.example")))
    : sequence(der(0x87, Buffer.from([127, 0, 0, 1])), der(0x82, Buffer.from("localhost")));
  const alternatives = sequence(oid(2, 5, 29, 17), der(0x04, names));
  return der(0xa3, sequence(constraints, ...(isAuthority ? [] : [alternatives])));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

/** Makes a certificate for 127.0.0.1 and localhost, or an authority. */
export function makeCertificate(
  commonName: string,
  { issuer, until = "491231235959Z", isElsewhere = false }: CertificateTraits = {},
): FakeCertificate {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const subject = nameOf(commonName);
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  const serial = der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const validity = sequence(der(0x17, Buffer.from("200101000000Z")), der(0x17, Buffer.from(until)));
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    serial,
    ecdsaWithSha256,
    issuer?.subject ?? subject,
    validity,
    subject,
    publicKey,
    extensionsOf(issuer === undefined, isElsewhere),
  );
  const signature = sign("sha256", content, issuer?.privateKey ?? privateKey);
  const whole = sequence(content, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
  return {
    cert: pem(whole),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    privateKey,
    subject,
  };
}
