// Length, names and banned syntax: first on planted files, then on the repository.
import { expect, test } from "vitest";
import { findFileProblems } from "./file-rules.ts";
import { listOwnTypeScript } from "./repository.ts";

const lines = (count: number): string => `// purpose\n${"x();\n".repeat(count - 1)}`;

test.each([
  ["packages/a/src/long.ts", lines(301), ["301 lines, the limit is 300"]],
  ["packages/a/src/just-right.ts", lines(300), []],
  ["services/api/src/handlers/http.ts", lines(61), ["61 lines, the limit is 60"]],
  ["services/api/src/handlers/http.ts", lines(60), []],
  ["services/api/src/handlers/http.test.ts", lines(200), []],
  ["packages/a/src/utils.ts", lines(1), ['"utils.ts" says nothing: name it after what it holds']],
  ["packages/helpers/src/x.ts", lines(1), ['"helpers" says nothing: name it after what it holds']],
  ["packages/a/src/common.test.ts", lines(1), ['"common.test.ts" says nothing: name it after what it holds']],
  ["packages/a/src/manager.ts", lines(1), ['"manager.ts" says nothing: name it after what it holds']],
  ["packages/a/src/index.ts", '// purpose\nexport * from "./b.ts";\n', ["no `export *`: name what is exported"]],
  ["packages/a/src/colour.ts", "// purpose\nexport enum Colour { Red }\n", ["no enum: use a const object or a union"]],
  ["packages/a/src/colour.ts", "// purpose\nconst enum Colour { Red }\n", ["no enum: use a const object or a union"]],
  ["packages/a/src/x.ts", "// purpose\nexport default 1;\n", ["no default export"]],
  ["packages/a/src/x.ts", "// purpose\nexport { y as default };\n", ["no default export"]],
  ["services/adapter-a/sst.config.ts", "// purpose\nexport default 1;\n", []],
  ["packages/a/src/x.ts", '// purpose\nimport { z } from "zod";\n', ['write `import * as z from "zod"`']],
  ["packages/a/src/x.ts", '// purpose\nimport z from "zod";\n', ['write `import * as z from "zod"`']],
  ["packages/a/src/x.ts", '// purpose\nimport * as z from "zod";\n', []],
  ["packages/domain/src/x.ts", "// purpose\nconst now = new Date();\n", ["no clock in domain and events: time is passed in"]],
  ["packages/domain/src/x.ts", "// purpose\nconst at = new Date(iso);\n", []],
  ["packages/a/src/x.test.ts", "export const x = 1;\n", []],
  ["packages/a/src/x.ts", "export const x = 1;\n", ["the first line is not a comment that tells the purpose"]],
])("%s is judged by what it is", (path, text, expected) => {
  expect(findFileProblems([{ path, text }])).toEqual(expected.map((problem) => `${path}: ${problem}`));
});

test("the repository's TypeScript keeps the rules", () => {
  const files = listOwnTypeScript();
  expect(files.length).toBeGreaterThan(0);
  expect(findFileProblems(files)).toEqual([]);
});
