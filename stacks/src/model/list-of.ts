/** Lists that a deployer writes into one variable. */

/** The parts of a comma-separated text, without blanks around them and without empty ones. */
export function listOf(text: string | undefined): string[] {
  return (text ?? "").split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
}
