"""What was done at the door, in words (安全事件用语)."""

from collections.abc import Mapping

from models.access import AccessKind

ACCESS_KINDS: Mapping[AccessKind, str] = {
    AccessKind.SIGNED_IN: "登录",
    AccessKind.SIGN_IN_FAILED: "登录未成功",
    AccessKind.LOCKED: "连续输错，暂停登录",
    AccessKind.SIGNED_OUT: "退出登录",
    AccessKind.SESSION_ENDED: "结束会话",
    AccessKind.PASSWORD_CHANGED: "本人修改口令",
    AccessKind.PASSWORD_SET: "管理员重置口令",
    AccessKind.SECOND_FACTOR_ADDED: "启用动态口令",
    AccessKind.SECOND_FACTOR_REMOVED: "停用动态口令",
    AccessKind.PERSON_ADDED: "新增账户",
    AccessKind.PERSON_DISABLED: "停用账户",
    AccessKind.PERSON_ENABLED: "恢复账户",
    AccessKind.ADMINISTRATOR_NAMED: "指定管理员",
    AccessKind.POST_PROPOSED: "提出任职",
    AccessKind.POST_CONFIRMED: "核准任职",
    AccessKind.POST_ENDED: "终止任职",
    AccessKind.POST_CHOSEN: "切换岗位",
    AccessKind.TOKEN_MADE: "签发令牌",
    AccessKind.TOKEN_REVOKED: "撤销令牌",
    AccessKind.TOKEN_MISUSED: "使用失效令牌",
    AccessKind.REFUSED: "越权被拒",
    AccessKind.DOUBT_CONFIRMED: "不常见，确认继续",
    AccessKind.EXPORTED: "导出文件",
}
