-- What Backtrail works out about an event, in one place: the import writes it into columns, so the window, SQL and the
-- command line see the same. Every macro takes columns of `events` (the identity ones as in electron/contract/event.ts).

-- Who acted, as short as it stays unambiguous.
CREATE OR REPLACE MACRO derive_principal(arn, user_name, invoked_by, principal_id, type) AS
  coalesce(arn, user_name, invoked_by, principal_id, type);

-- The person or system behind a session. `AROA…:session` and `…:assumed-role/ROLE/SESSION` both end in the name the
-- caller chose for the session; a source identity cannot be changed by the caller and comes first.
CREATE OR REPLACE MACRO derive_user(source_identity, type, arn, user_name, principal_id, invoked_by, on_behalf_of) AS
  coalesce(
    source_identity,
    CASE
      WHEN type = 'AssumedRole' AND contains(arn, ':assumed-role/')
        THEN nullif(split_part(arn, '/', -1), '')
      WHEN type = 'Root' THEN 'root'
      WHEN type = 'IdentityCenterUser' THEN coalesce(user_name, on_behalf_of)
    END,
    user_name,
    CASE WHEN contains(principal_id, ':') THEN nullif(split_part(principal_id, ':', -1), '') END,
    CASE WHEN contains(arn, '/') THEN nullif(split_part(arn, '/', -1), '') END,
    invoked_by,
    principal_id
  );

-- succeeded | denied | failed | dry-run; NULL for what is no call (Insight and Aggregated records). A dry run that would
-- have been allowed is reported by EC2 as the error DryRunOperation. Sign-in reports failure in the response only.
CREATE OR REPLACE MACRO derive_outcome(category, error_code, error_message, event_source, response_elements) AS
  CASE
    WHEN category IN ('Insight', 'Aggregated') THEN NULL
    WHEN error_code IS NULL THEN
      CASE
        WHEN event_source = 'signin.amazonaws.com' AND response_elements IS NOT NULL
          AND regexp_matches(response_elements, '"(ConsoleLogin|CheckMfa|SwitchRole|ExitRole|CredentialVerification|CredentialChallenge|UserAuthentication)":"Failure"')
          THEN 'denied'
        WHEN error_message IS NOT NULL THEN 'failed'
        ELSE 'succeeded'
      END
    WHEN contains(error_code, 'DryRunOperation') THEN 'dry-run'
    WHEN contains(error_code, 'AccessDenied') OR contains(error_code, 'Unauthorized')
      OR contains(error_code, 'NotAuthorized') OR contains(error_code, 'AuthFailure')
      OR contains(error_code, 'Forbidden') OR contains(error_code, 'AuthorizationError')
      OR error_code IN ('InsufficientPrivilegesException', 'AuthorizationFailure', 'AllAccessDisabled', 'SignatureDoesNotMatch', 'InvalidClientTokenId', 'ExpiredToken')
      THEN 'denied'
    ELSE 'failed'
  END;

-- The kind of program that called, from the user agent.
CREATE OR REPLACE MACRO derive_agent(agent) AS
  CASE
    WHEN agent IS NULL OR agent = '' THEN NULL
    WHEN contains(agent, 'Terraform') OR contains(agent, 'terraform') THEN 'Terraform'
    WHEN contains(agent, 'CloudShell') THEN 'CloudShell'
    WHEN contains(agent, 'aws-cli') THEN 'AWS CLI'
    WHEN contains(agent, 'Boto3') OR contains(agent, 'Botocore') THEN 'Boto3'
    WHEN contains(agent, 'Pulumi') OR contains(agent, 'pulumi') THEN 'Pulumi'
    WHEN contains(agent, 'Ansible') OR contains(agent, 'ansible') THEN 'Ansible'
    WHEN contains(agent, 'aws-cdk') THEN 'AWS CDK'
    WHEN contains(agent, 'AWSPowerShell') THEN 'AWS PowerShell'
    WHEN contains(agent, 'S3Console') OR agent = 'signin.amazonaws.com'
      OR contains(agent, 'console.amazonaws.com') OR starts_with(agent, 'console.')
      OR contains(agent, 'Mozilla/') THEN 'Console'
    WHEN ends_with(agent, '.amazonaws.com') OR agent = 'AWS Internal' OR ends_with(agent, '.aws.internal')
      OR starts_with(agent, 'AWS Service') OR starts_with(agent, 'Coral/') OR starts_with(agent, 'aws-internal/')
      OR starts_with(agent, '[aws-internal/') THEN 'AWS service'
    WHEN contains(agent, 'aws-sdk-') THEN 'AWS SDK'
    WHEN contains(agent, 'kube') OR contains(agent, 'eks') THEN 'Kubernetes'
    WHEN starts_with(agent, 'curl/') THEN 'curl'
    ELSE 'Other'
  END;

-- The category where the record does not say (before eventVersion 1.07). Data events began with S3 objects and Lambda
-- invocations; before `managementEvent` came with 1.06 those were the only ones.
CREATE OR REPLACE MACRO derive_category(event_type, insight_details, management_event, event_source, event_name) AS
  CASE
    WHEN event_type = 'AwsCloudTrailInsight' OR insight_details IS NOT NULL THEN 'Insight'
    WHEN event_type = 'AwsVpceEvents' THEN 'NetworkActivity'
    WHEN event_type = 'AwsAggregatedEvent' THEN 'Aggregated'
    WHEN management_event IS NOT NULL THEN if(management_event, 'Management', 'Data')
    WHEN event_source = 's3.amazonaws.com' AND regexp_matches(event_name, '^(Get|Head|Put|Delete|Copy|Restore|Select|Upload|ListParts|Post|Options|Rename)(Object|Part|Parts|PartCopy|$)|^(Create|Complete|Abort)MultipartUpload$|^DeleteObjects$|^Get.*ObjectAcl$')
      AND NOT regexp_matches(event_name, 'ObjectLockConfiguration$') THEN 'Data'
    WHEN event_source = 'lambda.amazonaws.com' AND starts_with(event_name, 'Invoke') THEN 'Data'
    ELSE 'Management'
  END;

CREATE OR REPLACE MACRO ordered_distinct(list) AS
  list_filter(list, lambda item, position: item IS NOT NULL AND list_position(list, item) = position);

-- ARNs of `resources[]` in their order, without repeats. The key is `ARN` in trail files and `arn` in some exports.
CREATE OR REPLACE MACRO derive_arns(resources) AS
  CASE WHEN resources IS NULL THEN NULL ELSE ordered_distinct(list_concat(
    json_extract_string(resources, '$[*].ARN'), json_extract_string(resources, '$[*].arn'))) END;
