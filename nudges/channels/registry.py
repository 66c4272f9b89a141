from nudges.channels import chat, email, push
from nudges.channels.base import Sending
from nudges.channels.names import Channel

SENDING: dict[Channel, Sending] = {
    Channel.EMAIL: email.sending,
    Channel.PUSH: push.sending,
    Channel.CHAT: chat.sending,
}
