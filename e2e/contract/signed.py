"""Signs what schemathesis sends, as botocore would: requests' own hook, so that nothing is changed after the signature."""

import os

import schemathesis
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from requests.auth import AuthBase


class Signed(AuthBase):
    def __init__(self):
        self.credentials = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])

    def __call__(self, request):
        host = request.url.split("/")[2]
        unsigned = AWSRequest(request.method, request.url, data=request.body, headers={"host": host})
        SigV4Auth(self.credentials, "execute-api", os.environ["AWS_REGION"]).add_auth(unsigned)
        for name in ("Authorization", "X-Amz-Date"):
            request.headers[name] = unsigned.headers[name]
        return request


schemathesis.auth.set_from_requests(Signed())
