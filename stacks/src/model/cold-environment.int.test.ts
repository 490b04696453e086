// Every deployed function, built in this process with the environment that its stack gives it, and again with one variable missing or wrong.
import { services } from "@dr/services";
import { folderOf, loadFunction } from "@dr/services/load-function";
import { describe, expect, test } from "vitest";
import { account } from "../../test/functions.ts";
import { environmentOf } from "./environment.ts";

const at = { account, stage: "production", busName: "dr-orchestration", settings: {} };
const functions = services.flatMap((service) => service.functions.map((declared) => ({ name: declared.name, service, declared })));

/** Without these nothing can be recorded, read or set aside: a function that has them asks for them. The others have a default, or belong to what may be left out. */
const NEEDED = /^DR_(?:DLQ_URL|(?:LOG|LEDGER|CURSOR|LEASE|HISTORY|MANUAL)_TABLE)$/;

/** What a function says of its environment; empty when it starts. Any other error would tell nobody which variable it was. */
function complaint(build: () => unknown): string {
  try {
    build();
    return "";
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return code === "env.invalid" ? message : `not env.invalid: ${message}`;
  }
}

describe.each(functions)("$name", ({ service, declared }) => {
  // Lambda itself sets the Region.
  const own = environmentOf(declared, at);
  const environment = { AWS_REGION: account.region, ...own };

  test("starts as it is deployed, and names the variable that is missing or wrong", async () => {
    const create = await loadFunction(folderOf(service), declared);
    const saying = (name: string, value: string | undefined) => complaint(() => create({ ...environment, [name]: value }));
    const unnamed = Object.keys(own).flatMap((name) =>
      [undefined, "", "~ nonsense ~"]
        .map((value) => saying(name, value))
        .filter((said) => said !== "" && !said.includes(name))
        .map((said) => `${name}: ${said}`),
    );
    const unnoticed = Object.keys(own).filter((name) => NEEDED.test(name) && (saying(name, undefined) === "" || saying(name, "") === ""));
    expect({ asDeployed: complaint(() => create(environment)), unnamed, unnoticed }).toEqual({
      asDeployed: "",
      unnamed: [],
      unnoticed: [],
    });
  });
});
