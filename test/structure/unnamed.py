"""What no test names yet. Take off what a test names from now on; nothing is ever added."""


def names(by_service):
    return {f"{service}:{name}" for service, text in by_service.items() for name in text.split()}


OPERATIONS = names({
    "codebuild": """
        ListBuilds UpdateProjectVisibility
    """,
    "codepipeline": """
        DisableStageTransition EnableStageTransition ListPipelines RetryStageExecution RollbackStage
        StopPipelineExecution
    """,
    "events": """
        ListRuleNamesByTarget ListRules TestEventPattern UpdateEventBus
    """,
    "logs": """
        AssociateKmsKey DeleteLogStream ListTagsLogGroup PutLogGroupDeletionProtection TagLogGroup UntagLogGroup
    """,
    "organizations": """
        DescribePolicy DisablePolicyType ListOrganizationalUnitsForParent
    """,
    "s3": """
        DeleteBucketCors DeleteBucketEncryption DeleteBucketLifecycle DeleteBucketReplication DeleteObjectTagging
    """,
})

ERRORS = names({
    "codecommit": """
        FilePathConflictsWithSubmodulePathException FolderContentSizeLimitExceededException
    """,
    "codepipeline": """
        ActionNotFoundException ApprovalAlreadyCompletedException DuplicatedStopRequestException
        InvalidStageDeclarationException NotLatestPipelineExecutionException PipelineExecutionNotFoundException
        PipelineExecutionNotStoppableException PipelineExecutionOutdatedException PipelineVersionNotFoundException
        StageNotRetryableException UnableToRollbackStageException
    """,
    "events": """
        PolicyLengthExceededException
    """,
    "organizations": """
        AccountNotFoundException ChildNotFoundException CreateAccountStatusNotFoundException
        DestinationParentNotFoundException DuplicatePolicyException MasterCannotLeaveOrganizationException
        ParentNotFoundException PolicyNotAttachedException PolicyNotFoundException PolicyTypeNotEnabledException
        RootNotFoundException
    """,
    "s3": """
        BucketAlreadyExists
    """,
    "secretsmanager": """
        InternalServiceError
    """,
    "ssm": """
        InternalServerError
    """,
    "sts": """
        PackedPolicyTooLargeException
    """,
})
