// The refusals of RDS, by their wire codes (the SDK's class names end in `Fault` more often).
import { type AwsError, awsError } from "../aws-error.ts";

export const clusterNotFound = (identifier: string): AwsError =>
  awsError("DBClusterNotFoundFault", `DBCluster ${identifier} not found.`, 404);

export const instanceNotFound = (identifier: string): AwsError =>
  awsError("DBInstanceNotFound", `DBInstance ${identifier} not found.`, 404);

export const globalClusterNotFound = (identifier: string): AwsError =>
  awsError("GlobalClusterNotFoundFault", `Global cluster ${identifier} not found.`, 404);

export const invalidClusterState = (message: string): AwsError => awsError("InvalidDBClusterStateFault", message);

export const invalidInstanceState = (message: string): AwsError => awsError("InvalidDBInstanceState", message);

export const invalidCombination = (message: string): AwsError => awsError("InvalidParameterCombination", message);

export const invalidValue = (message: string): AwsError => awsError("InvalidParameterValue", message);
