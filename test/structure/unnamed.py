"""What no test names yet. Take off what a test names from now on; nothing is ever added."""


def names(by_service):
    return {f"{service}:{name}" for service, text in by_service.items() for name in text.split()}


OPERATIONS = names({
    "codebuild": """
        ListBuilds UpdateProjectVisibility
    """,
})

ERRORS = names({
    "codepipeline": """
        DuplicatedStopRequestException
    """,
    "secretsmanager": """
        InternalServiceError
    """,
    "ssm": """
        InternalServerError
    """,
})
