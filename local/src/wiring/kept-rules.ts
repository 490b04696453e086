/** Rules from outside, kept in the data folder; the local SQS has another port at each start, so queue URLs are made anew. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { readJsonFile } from "../data-folder/read-json.ts";
import { parseRule, type BusRule } from "../eventbridge/index.ts";

/** Where the rules are kept. */
export interface KeptRules {
  readonly load: () => readonly BusRule[];
  readonly save: (rules: readonly BusRule[]) => void;
}

/** The rules of this folder. `load` throws, naming the file, when somebody else wrote it. */
export function keepRules(folder: string, queueUrl: (queueName: string) => string): KeptRules {
  const file = join(folder, "rules.json");
  const here = (arn: string): string => queueUrl(arn.slice(arn.lastIndexOf(":") + 1));
  const relocated = (rule: BusRule): BusRule => ({
    ...rule,
    targets: rule.targets.map((target) => ({
      ...target,
      queueUrl: here(target.arn),
      ...(target.dlqArn !== undefined && { dlqUrl: here(target.dlqArn) }),
    })),
  });
  return {
    load: () => {
      if (!existsSync(file)) return [];
      return readJsonFile(file, z.array(z.unknown()), "remove it; those who subscribed put their rules again").map((rule) =>
        relocated(parseRule(rule)),
      );
    },
    save: (rules) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, `${JSON.stringify(rules, null, 2)}\n`);
    },
  };
}
