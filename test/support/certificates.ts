import { generateKeyPairSync, randomBytes } from "node:crypto";
import forge from "node-forge";

const DAY_MS = 24 * 3_600_000;

/** A certificate and its key, both PEM. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority of one test. */
export interface Authority {
  readonly cert: string;
  /** @param names `DNS:` and `IP:` names of the server; `endsDays` from now, negative for an expired one */
  certify(names: readonly string[], endsDays?: number): Certified;
}

/** Makes a certificate authority with a key of its own. */
export function makeAuthority(name: string): Authority {
  const { certificate, pair } = draft(name, 1);
  const subject = certificate.subject.attributes;
  certificate.setIssuer(subject);
  certificate.setExtensions([{ name: "basicConstraints", cA: true }]);
  certificate.sign(pair.privateKey, forge.md.sha256.create());
  return {
    cert: forge.pki.certificateToPem(certificate),
    certify: (names, endsDays = 1) => {
      const own = draft("server of a test", endsDays);
      own.certificate.setIssuer(subject);
      own.certificate.setExtensions([{ name: "subjectAltName", altNames: names.map(alternativeName) }]);
      own.certificate.sign(pair.privateKey, forge.md.sha256.create());
      return { cert: forge.pki.certificateToPem(own.certificate), key: own.keyPem };
    },
  };
}

function draft(commonName: string, endsDays: number) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const keyPem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
  const forgeKey = forge.pki.privateKeyFromPem(keyPem);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(forgeKey.n, forgeKey.e);
  certificate.serialNumber = `01${randomBytes(8).toString("hex")}`;
  certificate.validity.notBefore = new Date(Date.now() - 30 * DAY_MS);
  certificate.validity.notAfter = new Date(Date.now() + endsDays * DAY_MS);
  certificate.setSubject([{ name: "commonName", value: commonName }]);
  return { certificate, pair: { privateKey: forgeKey }, keyPem };
}

/** Types of RFC 5280's GeneralName: 2 is a DNS name, 7 an address. */
function alternativeName(name: string): object {
  const [kind, value] = [name.slice(0, name.indexOf(":")), name.slice(name.indexOf(":") + 1)];
  return kind === "IP" ? { type: 7, ip: value } : { type: 2, value };
}
