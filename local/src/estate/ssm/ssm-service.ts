// The simulated Systems Manager: Parameter Store only.
import { awsJsonProtocol } from "../protocol/aws-json.ts";
import type { Service } from "../service.ts";
import { getParameter, getParametersByPath, putParameter } from "./parameter-operations.ts";

/** GetParameter, GetParametersByPath and PutParameter. */
export const ssmService: Service = {
  name: "ssm",
  protocol: awsJsonProtocol,
  errors: {
    invalidInput: "ValidationException",
    unknownAction: "UnknownOperationException",
    throttled: { code: "ThrottlingException", status: 400 },
    internal: { code: "InternalServerError", status: 500 },
  },
  operations: { GetParameter: getParameter, GetParametersByPath: getParametersByPath, PutParameter: putParameter },
};
