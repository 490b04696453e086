/** The T-SQL driver; a file of its own, so that it is loaded with the first statement and not at a cold start. */
import sql from "mssql";
import type { InstanceAddress, SqlRow, SqlRunner } from "./runner.ts";

/** A statement may take longer than the driver's own 15 seconds: a failover that is under way holds it up. */
const REQUEST_MS = 120_000;
const CONNECT_MS = 15_000;

/** A runner over TDS with encryption on. A certificate that the authority did not sign, or of another name, is an error of the connection. */
export function createDriver({ host, port, serverName, username, password, ca }: InstanceAddress): SqlRunner {
  return async (statements) => {
    const limits = statements.flatMap(({ timeoutMs }) => (timeoutMs === undefined ? [] : [timeoutMs]));
    const pool = new sql.ConnectionPool({
      server: host,
      port,
      user: username,
      password,
      database: "master",
      // An instance that is lost answers nobody: who waits for it no longer than that waits no longer for a connection.
      connectionTimeout: Math.min(CONNECT_MS, ...limits),
      requestTimeout: Math.min(REQUEST_MS, ...limits),
      pool: { min: 0, max: 1 },
      options: {
        encrypt: true,
        trustServerCertificate: false,
        ...(serverName === undefined ? {} : { serverName }),
        ...(ca === undefined ? {} : { cryptoCredentialsDetails: { ca } }),
      },
    });
    try {
      await pool.connect();
      const results: (readonly SqlRow[])[] = [];
      for (const { sql: text, params = {} } of statements) {
        const request = pool.request();
        for (const [name, value] of Object.entries(params)) request.input(name, sql.NVarChar(128), value);
        const { recordset } = await request.query<SqlRow>(text);
        results.push(recordset ?? []);
      }
      return results;
    } finally {
      await pool.close().catch(() => undefined);
    }
  };
}
