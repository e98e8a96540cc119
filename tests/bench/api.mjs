// Connects the tenants whose requests api.sh measures, each with a role of its own, and gets credentials for each once.

import { api, bucketFields, createRole } from './vendor_api.mjs';

const count = Number(process.argv[2]);
for (let number = 1; number <= count; number += 1) {
  const tenant = `api-${number}`;
  const aws_role_arn = await createRole(tenant);
  const path = `/v1/flows/demo/tenants/${tenant}/connection`;
  await api('PUT', path, { ...bucketFields, access: 'role', aws_role_arn });
  await api('POST', `${path}/credentials`, { access: 'read' });
}
