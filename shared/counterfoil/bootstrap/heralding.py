"""What tells people by mail and chat has."""

from functools import cached_property

import httpx2

from counterfoil.adapters.aws.mailing import SnsMailing
from counterfoil.adapters.aws.notices import DynamoNoticeStore
from counterfoil.adapters.aws.sealing import ChatSecrets
from counterfoil.adapters.chat.sender import ANSWER_WITHIN, WebhookChat
from counterfoil.bootstrap.stores import Stores
from counterfoil.engine.notices.desk import NoticeDesk
from counterfoil.engine.notices.herald import Herald
from counterfoil.engine.ports.notices import Chat
from counterfoil.languages import say_in


class HeraldingBundle(Stores):
    """Tells people, and keeps whom to tell; it calls no vendor."""

    @cached_property
    def notices(self) -> DynamoNoticeStore:
        return DynamoNoticeStore(self._table)

    @cached_property
    def chat_secrets(self) -> ChatSecrets:
        return ChatSecrets(self._client("kms"), self.settings.token_key_id)

    @cached_property
    def chat(self) -> Chat:
        """Whatever the environment says of proxies: the address that was looked at is the one that is called.

        Each message has a connection of its own, whose certificate is looked at for its own name.
        """
        single = httpx2.Limits(max_keepalive_connections=0)
        return WebhookChat(httpx2.Client(timeout=ANSWER_WITHIN, trust_env=False, limits=single), self._clock)

    @cached_property
    def mailing(self) -> SnsMailing:
        return SnsMailing(self._client("sns"), self.settings.report_topic_arn)

    @cached_property
    def herald(self) -> Herald:
        return Herald(
            connections=self.connections,
            outcomes=self.outcomes,
            ledgers=self.ledgers,
            notices=self.notices,
            secrets=self.chat_secrets,
            chat=self.chat,
            mailing=self.mailing,
            clock=self._clock,
            console_url=self.settings.console_base_url,
            languages=say_in,
        )

    @cached_property
    def notice_desk(self) -> NoticeDesk:
        return NoticeDesk(notices=self.notices, secrets=self.chat_secrets, mailing=self.mailing, herald=self.herald)
