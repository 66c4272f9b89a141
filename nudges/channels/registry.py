from nudges.channels import email
from nudges.channels.base import Sending
from nudges.channels.names import Channel

SENDING: dict[Channel, Sending] = {Channel.EMAIL: email.sending}
