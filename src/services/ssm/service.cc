#include "services/ssm/service.h"
