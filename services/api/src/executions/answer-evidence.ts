/** Evidence as the log keeps it: of a file its name, size and hash. */
import { createHash } from "node:crypto";
import type { AnswerEvidence } from "@dr/events";

type File = Extract<AnswerEvidence, { kind: "file" }>;
type Given =
  | Exclude<AnswerEvidence, { kind: "file" }>
  | (Pick<File, "kind" | "name"> & {
      contentBase64?: string | undefined;
      sha256?: string | undefined;
      bytes?: number | undefined;
      url?: string | undefined;
    })
  | { kind: "link"; url: string; text?: string | undefined };

/** A content is hashed here and not kept; a hash that somebody made is kept as it is. */
export function toEvidence(given: Given): AnswerEvidence {
  if (given.kind === "text") return given;
  if (given.kind === "link") return { kind: "link", url: given.url, ...(given.text === undefined ? {} : { text: given.text }) };
  const { name, contentBase64, sha256 = "", bytes = 0, url } = given;
  const content = contentBase64 === undefined ? undefined : Buffer.from(contentBase64, "base64");
  return {
    kind: "file",
    name,
    bytes: content?.length ?? bytes,
    sha256: content ? createHash("sha256").update(content).digest("hex") : sha256,
    ...(url === undefined ? {} : { url }),
  };
}
