/** Shows the API, and signs what is tried out with the keys of whoever reads. */
import { signRequest } from "./sign-request.js";

const { at, region, authMode } = document.body.dataset;
const form = document.querySelector("#keys");
form?.addEventListener("submit", (event) => event.preventDefault());

async function sign(request) {
  if (request.loadSpec || authMode === "cognito") return request;
  const { accessKeyId, secretAccessKey, sessionToken } = Object.fromEntries(new FormData(form));
  if (!accessKeyId || !secretAccessKey) return request;
  const scope = { region, service: "execute-api", now: new Date() };
  const url = new URL(request.url, location.href).href;
  const headers = await signRequest(
    globalThis.aws4fetch.AwsV4Signer,
    { ...request, url },
    { accessKeyId, secretAccessKey, sessionToken },
    scope,
  );
  return Object.assign(request, { headers: { ...request.headers, ...headers } });
}

// `validatorUrl`: by default the document is sent to a server of Swagger's.
globalThis.SwaggerUIBundle({
  url: `${at}/openapi.json`,
  dom_id: "#api",
  validatorUrl: null,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: -1,
  filter: true,
  requestInterceptor: sign,
});
