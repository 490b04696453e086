import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { assertPortFree } from "./port.ts";

const listening = async (): Promise<{ port: number; close: () => Promise<void> }> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

test("a free port is had, and given back", async () => {
  const { port, close } = await listening();
  await close();
  await assertPortFree(port);
  await assertPortFree(port);
  await assertPortFree(0);
});

test("a port in use is refused, with the process that has it and what to do", async () => {
  const { port, close } = await listening();
  await expect(assertPortFree(port)).rejects.toThrow(`--port ${port} is in use`);
  await expect(assertPortFree(port)).rejects.toThrow("name another port, or --port 0 for any that is free");
  await close();
});

test.runIf(process.platform === "linux")("another process is named with its id and its command", async () => {
  const script = 'const s = require("node:net").createServer(); s.listen(0, "127.0.0.1", () => console.log(s.address().port));';
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const port = Number(line.toString());
    await expect(assertPortFree(port)).rejects.toThrow(`--port ${port} is in use by process ${child.pid} (${process.execPath} -e const s`);
    await expect(assertPortFree(port)).rejects.toThrow(`Stop it with: kill ${child.pid}. Or name another port`);
  } finally {
    child.kill();
  }
});
