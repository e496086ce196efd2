"""Where what an operation asks leave for is not what the Service Authorization Reference has under its name, and why."""

# Operations that need no action of their own name.
# Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
ACTIONS_OF = {
    "kms:ReEncrypt": ["ReEncryptFrom", "ReEncryptTo"],
    "s3:CompleteMultipartUpload": ["PutObject"],
    "s3:CopyObject": ["PutObject", "GetObject"],
    "s3:CreateMultipartUpload": ["PutObject"],
    "s3:DeleteBucketCors": ["PutBucketCORS"],
    "s3:DeleteBucketEncryption": ["PutEncryptionConfiguration"],
    "s3:DeleteBucketLifecycle": ["PutLifecycleConfiguration"],
    "s3:DeleteBucketOwnershipControls": ["PutBucketOwnershipControls"],
    "s3:DeleteBucketReplication": ["PutReplicationConfiguration"],
    "s3:DeleteBucketTagging": ["PutBucketTagging"],
    "s3:DeleteObjects": [],  # each key by a DeleteObject call of its own
    "s3:DeletePublicAccessBlock": ["PutBucketPublicAccessBlock"],
    "s3:GetBucketAccelerateConfiguration": ["GetAccelerateConfiguration"],
    "s3:GetBucketCors": ["GetBucketCORS"],
    "s3:GetBucketEncryption": ["GetEncryptionConfiguration"],
    "s3:GetBucketLifecycleConfiguration": ["GetLifecycleConfiguration"],
    "s3:GetBucketNotificationConfiguration": ["GetBucketNotification"],
    "s3:GetBucketReplication": ["GetReplicationConfiguration"],
    "s3:GetObjectLockConfiguration": ["GetBucketObjectLockConfiguration"],
    "s3:GetPublicAccessBlock": ["GetBucketPublicAccessBlock"],
    "s3:HeadBucket": ["ListBucket"],
    "s3:HeadObject": ["GetObject"],
    "s3:ListBuckets": ["ListAllMyBuckets"],
    "s3:ListMultipartUploads": ["ListBucketMultipartUploads"],
    "s3:ListObjectVersions": ["ListBucketVersions"],
    "s3:ListObjects": ["ListBucket"],
    "s3:ListObjectsV2": ["ListBucket"],
    "s3:ListParts": ["ListMultipartUploadParts"],
    "s3:PutBucketEncryption": ["PutEncryptionConfiguration"],
    "s3:PutPublicAccessBlock": ["PutBucketPublicAccessBlock"],
    "s3:UploadPart": ["PutObject"],
    "s3:UploadPartCopy": ["PutObject", "GetObject"],
    "sts:GetCallerIdentity": [],  # nobody needs leave for these two
    "sts:GetSessionToken": [],
}
# Actions and keys that the reference does not have → why they are there all the same.
OWN_ACTIONS = {
    "kms:CustomerMasterKeySpec": "the former name of kms:KeySpec, which policies may still use",
    "kms:CustomerMasterKeyUsage": "the former name of kms:KeyUsage, which policies may still use",
}

# Why a key is not set. The last is a debt: what stands under it is to be built, and the list only ever shrinks.
ABSENT = "what it tells of does not exist here, so that the key is absent as it is at AWS then"
NOT_YET = "not told yet: a policy that hangs on it takes it for absent"
AT_CREATION = "the resource does not exist yet, so it has no tags or properties that could be told"
OTHER_ACTION = "AWS tells it of another operation that needs the same action; this one has no such parameter"
REFUSED = "the parameter is refused, so that nothing can be told of it"
THROUGH_S3 = "told by S3, through the port that this test does not follow"
FOREIGN = "belongs to another kind of resource that the action is also for, which is not built here"

# Patterns of "service key" or "service:Operation key", as the reference spells the key → why it is not set.
KEYS_NOT_SET = {
    "codebuild codebuild:*": NOT_YET,
    "codebuild:UpdateProjectVisibility aws:*": OTHER_ACTION,
    "events events:ManagedBy": ABSENT,
    "events events:SystemMetadata/*": ABSENT,
    "iam:CreateUser *:ResourceTag/*": AT_CREATION,
    "iam iam:RoleTemplateARN": ABSENT,
    "kms:CreateKey aws:ResourceTag/*": AT_CREATION,
    "kms kms:GrantConstraintSourceArn": ABSENT,
    "kms kms:GranteeServicePrincipal": REFUSED,
    "kms kms:MultiRegionKeyType": ABSENT,
    "kms kms:RecipientAttestation:*": ABSENT,
    "kms kms:RetiringServicePrincipal": REFUSED,
    "kms kms:TrailingDaysWithoutKeyUsage": NOT_YET,
    "organizations:CreateAccount aws:ResourceTag/*": AT_CREATION,
    "organizations:CreatePolicy aws:ResourceTag/*": AT_CREATION,
    "organizations organizations:Transfer*": ABSENT,
    "s3* s3:AccessPoint*": ABSENT,
    "s3* s3:DataAccessPoint*": ABSENT,
    "s3 s3:AccessGrantsInstanceArn": ABSENT,
    # Only buckets with attribute-based access control turned on tell their tags, and that cannot be turned on here.
    # Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html
    "s3* aws:ResourceTag/*": ABSENT,
    "s3* s3:BucketTag/*": ABSENT,
    "s3 s3:object-lock-*": ABSENT,
    "s3 s3:isReplicationPauseRequest": ABSENT,
    "s3 s3:x-amz-object-annotation-directive": ABSENT,
    "s3:HeadBucket s3:*": OTHER_ACTION,
    "s3:CompleteMultipartUpload s3:*": OTHER_ACTION,
    "s3:CreateMultipartUpload s3:x-amz-*": OTHER_ACTION,
    "s3:PutObject s3:x-amz-*": OTHER_ACTION,
    "s3:UploadPart s3:*": OTHER_ACTION,
    "s3:UploadPartCopy s3:*": OTHER_ACTION,
    "s3control s3:*": THROUGH_S3,
    "s3control:ListTagsForResource aws:*": OTHER_ACTION,
    "s3control:UntagResource aws:RequestTag/*": OTHER_ACTION,
    "secretsmanager aws:RequestTag/*": OTHER_ACTION,
    "secretsmanager aws:TagKeys": OTHER_ACTION,
    "secretsmanager:CreateSecret aws:ResourceTag/*": AT_CREATION,
    "secretsmanager secretsmanager:AddReplicaRegions": REFUSED,
    "secretsmanager secretsmanager:ForceOverwriteReplicaSecret": REFUSED,
    "secretsmanager secretsmanager:KmsKeyArn": NOT_YET,
    "secretsmanager secretsmanager:ResourceTag/tag-key": "spelled secretsmanager:ResourceTag/ and the tag's key",
    "secretsmanager secretsmanager:Type": REFUSED,
    "secretsmanager secretsmanager:resource/*": ABSENT,
    "ssm:GetParametersByPath aws:ResourceTag/*": "a path is no parameter and has no tags",
    "ssm ssm:Document*": FOREIGN,
    "ssm ssm:Policies": REFUSED,
    "ssm ssm:resourceTag/tag-key": "spelled ssm:resourceTag/ and the tag's key",
    "sts accounts.google.com:*": ABSENT,
    "sts cognito-identity.amazonaws.com:*": ABSENT,
    "sts graph.facebook.com:*": ABSENT,
    "sts saml:*": ABSENT,
    "sts www.amazon.com:*": ABSENT,
}
