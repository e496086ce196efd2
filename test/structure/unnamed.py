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
})

ERRORS = names({
    "codepipeline": """
        ActionNotFoundException ApprovalAlreadyCompletedException DuplicatedStopRequestException
        InvalidStageDeclarationException NotLatestPipelineExecutionException PipelineExecutionNotFoundException
        PipelineExecutionNotStoppableException PipelineExecutionOutdatedException PipelineVersionNotFoundException
        StageNotRetryableException UnableToRollbackStageException
    """,
    "events": """
        PolicyLengthExceededException
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
})
