// The refusals of RDS, by their wire codes (the SDK's class names end in `Fault` more often).
import { type AwsError, awsError } from "../../aws-error.ts";

/** The cluster does not exist in this Region. */
export const clusterNotFound = (identifier: string): AwsError =>
  awsError("DBClusterNotFoundFault", `DBCluster ${identifier} not found.`, 404);

/** The instance does not exist in this Region. */
export const instanceNotFound = (identifier: string): AwsError =>
  awsError("DBInstanceNotFound", `DBInstance ${identifier} not found.`, 404);

/** The global cluster does not exist. */
export const globalClusterNotFound = (identifier: string): AwsError =>
  awsError("GlobalClusterNotFoundFault", `Global cluster ${identifier} not found.`, 404);

/** The cluster cannot do that now. */
export const invalidClusterState = (message: string): AwsError => awsError("InvalidDBClusterStateFault", message);

/** The global cluster cannot do that now. */
export const invalidGlobalState = (message: string): AwsError => awsError("InvalidGlobalClusterStateFault", message);

/** The instance cannot do that now. */
export const invalidInstanceState = (message: string): AwsError => awsError("InvalidDBInstanceState", message);

/** The parameters do not go together. */
export const invalidCombination = (message: string): AwsError => awsError("InvalidParameterCombination", message);

/** A parameter has an impossible value. */
export const invalidValue = (message: string): AwsError => awsError("InvalidParameterValue", message);
