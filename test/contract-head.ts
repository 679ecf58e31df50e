/** The head of a contract of one dataset `t`; what follows is indented by four. */
export const HEAD = `apiVersion: v3.1.0
kind: DataContract
id: t
name: t
version: 1.0.0
status: active
schema:
  - name: t
`;
