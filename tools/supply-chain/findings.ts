/** Holds what is installed against what we accept. Pure: lists in, problems out. */
import { BINARIES, INSTALL_SCRIPTS, LICENCE_EXCEPTIONS, LICENCES } from "./policy.ts";

/** An installed package as these checks see it. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression; undefined if it says none. */
  readonly licence: string | undefined;
  readonly hasInstallScript: boolean;
  readonly hasBinary: boolean;
}

/** A package as the lockfile pins it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string | undefined;
}

/** What a CycloneDX document says of one component. */
export interface SbomComponent {
  readonly purl: string;
  readonly hasHash: boolean;
}

/** True if `*` in the pattern, standing for any text, makes it the name. */
export function isNamed(pattern: string, name: string): boolean {
  const [head = "", tail] = pattern.split("*");
  return tail === undefined ? name === pattern : name.startsWith(head) && name.endsWith(tail);
}

/** Licences outside the list, and exceptions that nothing needs. `A OR B` is fine if one of them is, `A AND B` if both are. */
export function licenceProblems(installed: readonly InstalledPackage[]): string[] {
  const isExcepted = (licence: string, name: string): boolean =>
    (LICENCE_EXCEPTIONS[licence]?.packages ?? []).some((pattern) => isNamed(pattern, name));
  const isFine = (expression: string, name: string): boolean =>
    expression
      .replaceAll(/[()]/g, "")
      .split(" OR ")
      .some((choice) => choice.split(" AND ").every((licence) => LICENCES.includes(licence) || isExcepted(licence, name)));
  const wrong = installed.filter(({ licence, name }) => licence === undefined || !isFine(licence, name));
  const unused = Object.entries(LICENCE_EXCEPTIONS).flatMap(([licence, { packages }]) =>
    packages
      .filter((pattern) => !installed.some((found) => found.licence === licence && isNamed(pattern, found.name)))
      .map((pattern) => `${licence} for ${pattern}`),
  );
  return [
    ...wrong.map(({ name, version, licence }) => `${name}@${version}: ${licence ?? "no licence"}`),
    ...unused.map((exception) => `the exception ${exception} is needed by nothing`),
  ];
}

/** Scripts that nobody allowed by name, entries that nothing needs, and where pnpm's own list differs. */
export function installScriptProblems(installed: readonly InstalledPackage[], allowBuilds: Readonly<Record<string, boolean>>): string[] {
  const scripted = new Set(installed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name));
  const ours = Object.keys(INSTALL_SCRIPTS);
  return [
    ...[...scripted].filter((name) => !ours.includes(name)).map((name) => `${name} wants to run a script when it is installed`),
    ...ours.filter((name) => !scripted.has(name)).map((name) => `${name} runs nothing at installation: remove it from the list`),
    ...[...new Set([...ours, ...Object.keys(allowBuilds)])]
      .filter((name) => INSTALL_SCRIPTS[name]?.allowed !== allowBuilds[name])
      .map(
        (name) =>
          `${name}: allowBuilds in pnpm-workspace.yaml says ${String(allowBuilds[name])}, the list ${String(INSTALL_SCRIPTS[name]?.allowed)}`,
      ),
  ];
}

/** Compiled code that nobody accounted for, and accounts of what no lockfile has. Packages of other platforms are locked and not installed: only the lock tells that they are needed. */
export function binaryProblems(installed: readonly InstalledPackage[], locked: readonly LockedPackage[]): string[] {
  const patterns = Object.keys(BINARIES);
  const unknown = installed.filter(({ hasBinary, name }) => hasBinary && !patterns.some((pattern) => isNamed(pattern, name)));
  const unused = patterns.filter((pattern) => !locked.some(({ name }) => isNamed(pattern, name)));
  return [
    ...unknown.map(({ name, version }) => `${name}@${version} brings compiled code of which nothing is recorded`),
    ...unused.map((pattern) => `${pattern}: nothing of that name is locked`),
  ];
}

/** Packages without a hash, and where the bill of materials and the lockfile differ. Our own packages have no hash and are not locked. */
export function sbomProblems(components: readonly SbomComponent[], locked: readonly LockedPackage[]): string[] {
  const listed = new Set(components.filter(({ hasHash }) => hasHash).map(({ purl }) => decodeURIComponent(purl)));
  const purlOf = ({ name, version }: LockedPackage): string => `pkg:npm/${name}@${version}`;
  const wanted = new Set(locked.map(purlOf));
  return [
    ...locked.filter(({ integrity }) => integrity === undefined).map((each) => `${purlOf(each)} is locked without a hash`),
    ...[...wanted].filter((purl) => !listed.has(purl)).map((purl) => `${purl} is not in the bill of materials`),
    ...[...listed].filter((purl) => !wanted.has(purl)).map((purl) => `${purl} is in the bill of materials and not locked`),
  ];
}
