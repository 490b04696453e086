/** The names of a technology in all the spellings that an adapter's folder needs. */

/** `netapp_ontap` as `netapp_ontap`, `netapp-ontap`, `netappOntap` and `NetappOntap`. */
export interface Names {
  readonly technology: string;
  readonly kebab: string;
  readonly camel: string;
  readonly pascal: string;
}

/** The spellings of a technology. Throws, with what was expected, for a name that plans cannot spell. */
export function namesOf(technology: string): Names {
  if (!/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(technology))
    throw new Error(`technology "${technology}": expected lower-case words joined by _, as plans spell it, e.g. netapp_ontap`);
  const words = technology.split("_");
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return { technology, kebab: words.join("-"), camel: pascal.charAt(0).toLowerCase() + pascal.slice(1), pascal };
}

/** A text in which one technology's names stand for another's. */
export function renamed(text: string, from: Names, to: Names): string {
  return (["technology", "kebab", "camel", "pascal"] as const).reduce((changed, key) => changed.replaceAll(from[key], to[key]), text);
}
