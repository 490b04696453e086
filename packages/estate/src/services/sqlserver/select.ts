// `SELECT a, b FROM sys.view WHERE c = @p AND d = N'x'`: the one form of query that is answered.
import { sqlError } from "./sql-error.ts";
import { type Cell, type Row, rowsOf } from "./views.ts";
import type { Moment } from "./group-state.ts";

/** An answer with rows. */
export type Table = { readonly columns: readonly string[]; readonly rows: readonly Row[] };

const SELECT = /^SELECT\s+(?<list>[\w\s,]+?)\s+FROM\s+(?<view>sys\.\w+)(?:\s+WHERE\s+(?<where>[\s\S]+?))?;?$/iu;
const CONDITION = /^(?<column>\w+)\s*=\s*(?:@(?<param>\w+)|N?'(?<text>(?:[^']|'')*)'|(?<number>\d+))$/u;

/** Answers a select; undefined for another statement. */
export const select = (sql: string, params: Readonly<Record<string, Cell>>, instance: string, moment: Moment): Table | undefined => {
  if (/^SELECT\s+1(?:\s+AS\s+\w+)?;?$/iu.test(sql)) return { columns: ["number"], rows: [{ number: 1 }] };
  const found = SELECT.exec(sql)?.groups;
  if (!found) return undefined;
  const { list = "", view = "", where } = found;
  const rows = rowsOf(view, instance, moment);
  if (rows === undefined) throw sqlError(208, `Invalid object name '${view}'.`);
  const columns = list.split(",").map((column) => column.trim());
  const conditions = where === undefined ? [] : where.split(/\s+AND\s+/iu).map((text) => readCondition(text.trim(), params));
  const kept = rows.filter((row) => conditions.every(({ column, value }) => same(row[column], value)));
  const missing = columns.find((column) => rows[0] !== undefined && !(column in rows[0]));
  if (missing !== undefined) throw sqlError(207, `Invalid column name '${missing}'.`);
  return { columns, rows: kept.map((row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? null]))) };
};

const readCondition = (text: string, params: Readonly<Record<string, Cell>>): { readonly column: string; readonly value: Cell } => {
  const found = CONDITION.exec(text)?.groups;
  if (!found) throw sqlError(102, `Incorrect syntax near '${text.slice(0, 20)}'.`, 15);
  const { column = "", param, text: literal, number } = found;
  if (param !== undefined) {
    if (!(param in params)) throw sqlError(137, `Must declare the scalar variable "@${param}".`, 15);
    return { column, value: params[param] ?? null };
  }
  return { column, value: literal === undefined ? Number(number) : literal.replaceAll("''", "'") };
};

/** SQL Server's usual collation compares text without case. */
const same = (left: Cell | undefined, right: Cell): boolean =>
  typeof left === "boolean" ? left === (right === 1 || right === true) : String(left).toLowerCase() === String(right).toLowerCase();
