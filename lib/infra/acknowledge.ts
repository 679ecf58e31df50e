import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding that stands, and why: beside the resource that it is about, never for a whole stack. */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}
