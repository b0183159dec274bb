# What the embedded account's analyzer in us-east-1 is to have: the desired state of sync-archive-rules.ts --fake.

# Federated sign-on from our own identity providers. The rule that is there lacks the guard against public access.
resource "aws_accessanalyzer_archive_rule" "single_sign_on" {
  analyzer_name = "external-access"
  rule_name     = "single-sign-on"

  filter {
    criteria = "principal.Federated"
    contains = ["saml-provider/"]
  }

  filter {
    criteria = "isPublic"
    eq       = ["false"]
  }
}

# The partner's own account works the queue of project 5.
resource "aws_accessanalyzer_archive_rule" "project5_queue" {
  analyzer_name = "external-access"
  rule_name     = "project5-queue"

  filter {
    criteria = "resource"
    eq       = ["arn:aws:sqs:us-east-1:111122223333:cc-project5-app-queue"]
  }

  filter {
    criteria = "principal.AWS"
    eq       = ["123412341234"]
  }

  filter {
    criteria = "isPublic"
    eq       = ["false"]
  }
}
