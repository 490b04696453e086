/** All planted bugs. Each of them must be caught: one that survives means that the simulation is too weak. */
import { adapterMutants } from "./adapter-mutants.ts";
import { changeMutants } from "./change-mutants.ts";
import { deciderMutants } from "./decider-mutants.ts";
import { effectMutants } from "./effect-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { platformMutants } from "./platform-mutants.ts";

/** Every mutant. */
export const mutants: readonly Mutant[] = [...deciderMutants, ...effectMutants, ...platformMutants, ...adapterMutants, ...changeMutants];

/** The mutant of this name. Throws if there is none. */
export function findMutant(name: string): Mutant {
  const found = mutants.find((mutant) => mutant.name === name);
  if (!found) throw new Error(`there is no mutant ${name}; there are ${mutants.map((mutant) => mutant.name).join(", ")}`);
  return found;
}
