/** How large a plan document may be. Each limit is checked before or while the text is read, so that no document costs more than it is long. */

/** Longest text, in UTF-16 units: what the API takes as a body, with room for the largest plan. `plan.too_large`. */
export const MAX_TEXT_LENGTH = 4_194_304;
/** Longest YAML text: reading YAML costs some ten times what JSON costs. Larger plans are written in JSON. `plan.too_large`. */
export const MAX_YAML_LENGTH = 2_097_152;
/** Most pieces (indicators, scalars, line ends, runs of space) of a YAML text; the largest plans need 5 for each key. `plan.too_many_values`. */
export const MAX_LEXEMES = 800_000;
/** Most values, keys not counted, aliases at their full extent. `plan.too_many_values`. */
export const MAX_VALUES = 400_000;
/** Deepest nesting of text. A plan needs ten levels, and 22 can be stored (`plain-data.ts`). `plan.too_deep`. */
export const MAX_TEXT_DEPTH = 64;
/** Most uses of YAML aliases and merge keys. `plan.too_many_aliases`. */
export const MAX_ALIASES = 1_000;
/** Longest text of all values together once aliases stand at their full extent. `plan.too_many_aliases`. */
export const MAX_EXPANDED_LENGTH = 8_388_608;
/** Mistakes of syntax that are reported: one makes many errors in what follows it. */
export const MAX_SYNTAX_ERRORS = 20;
