/** What SST puts before every ESM bundle, so that CommonJS inside it finds `require` and the file's own name. */

/** JavaScript for the top of a bundle. */
export const requireBanner = `import { createRequire as topLevelCreateRequire } from "module";
const require = topLevelCreateRequire(import.meta.url);
import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url";
const __filename = topLevelFileUrlToPath(import.meta.url);
const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url));`;
