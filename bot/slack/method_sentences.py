"""Where Slack's error codes mean something else, or deserve a better sentence, in one method than everywhere."""

from typing import Final

from bot.slack.sentences import MISFIT, Kind, Row

_HOME_OFF: Final = "Warmline's Home tab is switched off. Switch it on in the app's settings under App Home."
_WINDOWS: Final[tuple[Row, ...]] = (
    (
        Kind.PERSON,
        "No further window can be opened on top of this one. Close one, then try again.",
        "push_limit_reached",
    ),
    (Kind.PERSON, "The window was closed or changed meanwhile. Please open it again.", "not_found hash_conflict"),
    (Kind.PERSON, _HOME_OFF, "not_enabled"),
)

IN_METHOD: Final[dict[str, tuple[Row, ...]]] = {
    "apps.connections.open": (
        (
            Kind.PERSON,
            "Slack refuses Warmline's app-level token, the one for Socket Mode. Make a new one with the scope "
            "connections:write in the app's settings, put it into the configuration, and start Warmline again.",
            "invalid_auth not_authed account_inactive token_revoked token_expired not_allowed_token_type missing_scope "
            "forbidden_team",
        ),
    ),
    "bookmarks.add": (
        (
            Kind.PERSON,
            "The channel has no room for another bookmark. Remove one there, then resume this; the channel works "
            "without it.",
            "too_many_bookmarks too_many_tabs",
        ),
        (
            Kind.PERSON,
            "Slack doesn't accept the bookmark's address. Add the bookmark by hand, then drop this.",
            "invalid_link",
        ),
        (
            Kind.PERSON,
            MISFIT,
            "invalid_app_action_type invalid_bookmark_type invalid_child_type invalid_emoji invalid_entity_id "
            "invalid_parent_type invalid_shortcut_type parent_bookmark_disabled parent_with_link",
        ),
        (
            Kind.PERSON,
            "Warmline may not add bookmarks in this channel ({code}). Let members edit bookmarks in the channel's "
            "settings and resume this, or add it by hand and drop this.",
            "permission_denied access_denied",
        ),
    ),
    "chat.delete": ((Kind.DONE, "The message is already gone; nothing is left to do.", "message_not_found"),),
    "chat.postEphemeral": (
        (Kind.PERSON, "This person is not in the channel, so the private note was not shown.", "user_not_in_channel"),
    ),
    "chat.postMessage": (
        (
            Kind.PERSON,
            "Slack can't find the channel or person to write to, or Warmline can't see them: a deleted channel, a "
            "private one without Warmline, or a person who left. Invite Warmline and resume this, or drop it if nobody "
            "is there.",
            "channel_not_found",
        ),
        (
            Kind.PERSON,
            "This workspace's rules don't let Warmline post here. Ask a workspace admin to allow it, then resume this.",
            "restricted_action",
        ),
    ),
    "conversations.archive": (
        (
            Kind.PERSON,
            "Slack doesn't let this channel be archived ({code}), because everybody has to be in it.",
            "cant_archive_general cant_archive_required",
        ),
        (Kind.PERSON, "Slack says that the channel is not archived ({code}). Archive it by hand.", "not_archived"),
    ),
    "conversations.create": (
        (
            Kind.ADOPT,
            "A channel of this name exists already; Warmline looks whether it is its own, or takes the next name.",
            "name_taken",
        ),
        (
            Kind.PERSON,
            "Slack refused the channel's name ({code}): lowercase letters, digits, - and _ only, 80 characters at "
            "most. This is a fault of Warmline, not yours: please report it with this code.",
            "invalid_name invalid_name_required invalid_name_punctuation invalid_name_maxlength invalid_name_specials "
            "no_channel",
        ),
        (
            Kind.PERSON,
            "This workspace doesn't let Warmline create channels. Have an owner allow apps and members to create them, "
            "then resume this.",
            "restricted_action user_is_restricted cannot_create_channel no_permission",
        ),
        (
            Kind.PERSON,
            "Slack could not create the channel because canvases are switched off here. Have an admin switch "
            "them on, then resume this.",
            "canvas_disabled_user_team",
        ),
    ),
    "conversations.invite": (
        (
            Kind.PERSON,
            "Slack doesn't let this person be invited into the channel ({code}). Invite them by hand, if you can.",
            "cant_invite user_is_restricted invitee_cant_see_channel ura_max_channels org_user_not_in_team",
        ),
        (
            Kind.PERSON,
            "This person belongs to another company, and the account's channel is for your own people, so they "
            "were not invited.",
            "no_external_invite_permission",
        ),
        (
            Kind.PERSON,
            "Slack doesn't let this app join the channel ({code}). Add it in the channel's settings by hand.",
            "app_cannot_join_channel",
        ),
        (
            Kind.PERSON,
            "Warmline may not invite people here ({code}). Invite the person by hand, or have an owner allow it.",
            "no_permission restricted_action",
        ),
    ),
    "conversations.join": (
        (
            Kind.PERSON,
            "Warmline can't join this channel by itself, since it is private. Invite it there with /invite.",
            "method_not_supported_for_channel_type",
        ),
        (Kind.PERSON, "The channel is full ({code}), so Warmline can't join it.", "too_many_members"),
    ),
    "conversations.rename": (
        (Kind.PERSON, "Another channel has that name, so this one keeps the name it has.", "name_taken"),
        (
            Kind.PERSON,
            "Slack refused the channel's new name ({code}), so it keeps the one it has. Rename it by hand if you like.",
            "invalid_name invalid_name_required invalid_name_punctuation invalid_name_maxlength invalid_name_specials",
        ),
        (
            Kind.PERSON,
            "Warmline may rename only channels that it made itself ({code}). Rename this one by hand.",
            "not_authorized",
        ),
    ),
    "conversations.setPurpose": (
        (
            Kind.PERSON,
            "Slack doesn't let Warmline set the channel's description ({code}). Set it by hand; the channel works "
            "without it.",
            "restricted_action user_is_restricted too_long",
        ),
    ),
    "conversations.setTopic": (
        (
            Kind.PERSON,
            "Slack doesn't let Warmline set the channel's topic ({code}). Set it by hand; the channel works without "
            "it.",
            "restricted_action user_is_restricted too_long",
        ),
    ),
    "pins.add": (
        (
            Kind.PERSON,
            "The channel has no room for another pin. Unpin a message there, then resume this.",
            "too_many_pins",
        ),
        (
            Kind.PERSON,
            "Slack doesn't let Warmline pin this message ({code}). Pin it by hand; the channel works without it.",
            "not_pinnable restricted_action",
        ),
    ),
    "reactions.add": (
        (
            Kind.PERSON,
            "Slack can't put this emoji on the message ({code}). Nothing else stops.",
            "invalid_name not_reactable too_many_emoji too_many_reactions",
        ),
    ),
    "reactions.remove": (
        (Kind.DONE, "The message is gone, and its reaction with it.", "message_not_found"),
        (Kind.PERSON, "Slack doesn't know this emoji. Nothing else stops.", "invalid_name"),
    ),
    "users.lookupByEmail": (
        (
            Kind.PERSON,
            "Nobody in this workspace has this e-mail address. Correct it in the settings, or use the id.",
            "users_not_found user_not_found",
        ),
    ),
    "views.open": ((Kind.DONE, "This window is open already.", "duplicate_external_id"), *_WINDOWS),
    "views.publish": (
        (Kind.DONE, "A newer Home tab is already shown.", "hash_conflict"),
        (Kind.PERSON, _HOME_OFF, "not_enabled"),
        (Kind.PERSON, MISFIT, "duplicate_external_id missing_profile_id not_found push_limit_reached"),
    ),
    "views.push": ((Kind.DONE, "This window is open already.", "duplicate_external_id"), *_WINDOWS),
    "views.update": ((Kind.PERSON, MISFIT, "duplicate_external_id"), *_WINDOWS),
}
